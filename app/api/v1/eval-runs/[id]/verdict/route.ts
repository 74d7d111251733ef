import { verdictContract } from '#lib/domain/evals/contract.ts'
import { getVerdict } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(verdictContract, getVerdict)
