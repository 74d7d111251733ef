import { finishRun } from '#lib/domain/evals/index.ts'
import { finishRunContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(finishRunContract, finishRun)
