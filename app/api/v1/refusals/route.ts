import { listRefusalsContract } from '#lib/domain/permits/contract.ts'
import { listRefusals } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRefusalsContract, listRefusals)
