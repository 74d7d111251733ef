import { getVerdict } from '#lib/domain/evals/index.ts'
import { verdictContract } from '#lib/domain/evals/verdicts/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(verdictContract, getVerdict)
