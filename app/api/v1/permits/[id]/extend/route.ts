import { extendPermitContract } from '#lib/domain/permits/contract.ts'
import { extendPermit } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(extendPermitContract, extendPermit)
