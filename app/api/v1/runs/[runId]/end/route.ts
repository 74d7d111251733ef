import { endRunContract } from '#lib/domain/permits/contract.ts'
import { endTheRun } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(endRunContract, endTheRun)
