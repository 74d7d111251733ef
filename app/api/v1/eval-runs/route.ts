import { listRunsContract, startRunContract } from '#lib/domain/evals/contract.ts'
import { listRuns, startRun } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRunsContract, listRuns)
export const POST = handle(startRunContract, startRun)
