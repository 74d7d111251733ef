import { pinBaselineContract } from '#lib/domain/evals/contract.ts'
import { pinBaseline } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(pinBaselineContract, pinBaseline)
