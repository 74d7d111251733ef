import { askPermitContract, listPermitsContract } from '#lib/domain/permits/contract.ts'
import { askPermit, listPermits } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listPermitsContract, listPermits)
export const POST = handle(askPermitContract, askPermit)
