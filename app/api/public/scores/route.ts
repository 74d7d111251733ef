import { langfuseScoresContract } from '#lib/domain/traces/contract.ts'
import { storeLangfuseScores } from '#lib/domain/traces/langfuse/scores.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseScoresContract, (ctx, { body }) => storeLangfuseScores(ctx, body))
