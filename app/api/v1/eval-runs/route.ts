import { listRuns, startRun } from '#lib/domain/evals/index.ts'
import { listRunsContract, startRunContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRunsContract, listRuns)
export const POST = handle(startRunContract, startRun)
