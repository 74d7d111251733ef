import { langfuseScoresContract } from '#lib/domain/traces/langfuse/contract.ts'
import { storeLangfuseScore, storeLangfuseScores } from '#lib/domain/traces/langfuse/scores.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseScoresContract, (ctx, { body }) =>
  Array.isArray(body) ? storeLangfuseScores(ctx, body) : storeLangfuseScore(ctx, body),
)
