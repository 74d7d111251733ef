import { pinBaseline } from '#lib/domain/evals/index.ts'
import { pinBaselineContract } from '#lib/domain/evals/suites/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(pinBaselineContract, pinBaseline)
