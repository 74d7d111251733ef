import { compareRuns } from '#lib/domain/evals/index.ts'
import { compareRunsContract } from '#lib/domain/evals/verdicts/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(compareRunsContract, compareRuns)
