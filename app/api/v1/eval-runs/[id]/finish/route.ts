import { finishRunContract } from '#lib/domain/evals/contract.ts'
import { finishRun } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(finishRunContract, finishRun)
