import { compareRunsContract } from '#lib/domain/evals/contract.ts'
import { compareRuns } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(compareRunsContract, compareRuns)
