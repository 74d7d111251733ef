import { getRun } from '#lib/domain/evals/index.ts'
import { getRunContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getRunContract, getRun)
