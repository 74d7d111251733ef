import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { langfuseScoresContract } from './contract.ts'
import { spanIdOf, traceIdOf } from './ids.ts'
import { type LangfuseScore, langfuseScore } from './schemas.ts'
import { microsOf } from './times.ts'

/** Stores one score or a list of them, as they come by Langfuse's own endpoint. */
export async function storeLangfuseScores(
  ctx: Context,
  { body }: Input<typeof langfuseScoresContract>,
): Promise<Output<typeof langfuseScoresContract>> {
  await authorize(ctx, 'scores.write')
  return Array.isArray(body) ? storeList(ctx, body) : storeOne(ctx, body)
}

async function storeOne(ctx: Context, score: LangfuseScore) {
  const row = scoreRow(score)
  await storeScores(ctx, [row])
  return { id: row.id }
}

/** An invalid one does not affect the others. The answer has the form that the newest SDKs read. */
async function storeList(ctx: Context, list: readonly unknown[]) {
  const rows: ScoreRow[] = []
  const errors: { message: string }[] = []
  for (const [i, item] of list.entries()) {
    const score = langfuseScore.safeParse(item)
    const [issue] = score.error?.issues ?? []
    if (score.success) rows.push(scoreRow(score.data))
    else errors.push({ message: `${[i, ...(issue?.path ?? [])].join('.')}: ${issue?.message}` })
  }
  if (rows.length === 0) throw invalid(errors[0]?.message ?? 'The list of scores is empty.', 'body', { errors })
  await storeScores(ctx, rows)
  const ids = rows.map(row => row.id)
  if (errors.length > 0) return { accepted: rows.length, rejected: errors.length, errors, ids }
  return { message: 'Accepted' as const, ids }
}

export function scoreRow(score: LangfuseScore): ScoreRow {
  const traceId = score.traceId ? traceIdOf(score.traceId) : null
  return {
    id: score.id ?? newId('scr'),
    name: score.name,
    ...judgement(score),
    source: score.source === 'ANNOTATION' ? 'human' : score.source === 'EVAL' ? 'judge' : 'code',
    traceId,
    spanId: traceId && score.observationId ? spanIdOf(traceId, score.observationId) : null,
    // With both it is of the trace; the page of the session has the trace.
    sessionId: traceId === null ? (score.sessionId ?? null) : null,
    responseId: null,
    atUs: microsOf(score.timestamp),
  }
}

function judgement({
  dataType,
  value,
  comment: own,
}: LangfuseScore): Pick<ScoreRow, 'dataType' | 'value' | 'label' | 'comment'> {
  const comment = own ?? null
  // Free text is no category: the rollups would get a row for each. It is kept beside its type's name.
  if (dataType === 'TEXT' || dataType === 'CORRECTION') {
    const text = [String(value), comment].filter(Boolean).join('\n')
    return { dataType: 'categorical', value: null, label: dataType.toLowerCase(), comment: text }
  }
  if (typeof value === 'string') return { dataType: 'categorical', value: null, label: value, comment }
  const boolean = dataType === 'BOOLEAN' || typeof value === 'boolean'
  return { dataType: boolean ? 'boolean' : 'numeric', value: Number(value), label: null, comment }
}
