import type { LangfuseScore } from '#lib/domain/traces/schemas.ts'
import type { ScoreRow } from '#lib/domain/traces/store/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { newId } from '#lib/shared/ids.ts'
import { badRequest } from '#lib/shared/problem.ts'
import { spanIdOf, traceIdOf } from './ids.ts'

/** Stores scores that come by Langfuse's own endpoint. */
export async function storeLangfuseScores(ctx: Context, body: LangfuseScore | LangfuseScore[]) {
  await authorize(ctx, 'scores.write')
  const scores = (Array.isArray(body) ? body : [body]).map(scoreRow)
  const [first] = scores
  if (!first) throw badRequest('The list of scores is empty.', 'body')
  await storeScores(ctx, scores)
  return { id: first.id, ids: scores.map(score => score.id) }
}

export function scoreRow(score: LangfuseScore): ScoreRow {
  const { value } = score
  const boolean = score.dataType === 'BOOLEAN' || typeof value === 'boolean'
  const traceId = score.traceId ? traceIdOf(score.traceId) : null
  return {
    id: score.id ?? newId('scr'),
    name: score.name,
    dataType: boolean ? 'boolean' : typeof value === 'number' ? 'numeric' : 'categorical',
    value: typeof value === 'string' ? null : Number(value),
    label: typeof value === 'string' ? value : null,
    comment: score.comment ?? null,
    source: 'code',
    traceId,
    spanId: traceId && score.observationId ? spanIdOf(traceId, score.observationId) : null,
    sessionId: score.sessionId ?? null,
    responseId: null,
  }
}
