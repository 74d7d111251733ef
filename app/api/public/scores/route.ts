import { storeLangfuseScores } from '#lib/domain/traces/index.ts'
import { langfuseScoresContract } from '#lib/domain/traces/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseScoresContract, storeLangfuseScores)
