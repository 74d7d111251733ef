import { tellPermitContract } from '#lib/domain/permits/contract.ts'
import { tellPermit } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(tellPermitContract, tellPermit)
