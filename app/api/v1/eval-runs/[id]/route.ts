import { getRunContract } from '#lib/domain/evals/contract.ts'
import { getRun } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getRunContract, getRun)
