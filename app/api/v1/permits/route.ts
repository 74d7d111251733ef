import { askPermitContract } from '#lib/domain/permits/contract.ts'
import { askPermit } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(askPermitContract, askPermit)
