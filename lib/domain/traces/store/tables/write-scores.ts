import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { CanonicalScore } from '#lib/domain/traces/canonical.ts'
import { type Column, insertFrom, type Statement, writeRows } from './columns.ts'

export interface ScoreRow {
  id: string
  name: string
  dataType: 'numeric' | 'boolean' | 'categorical'
  value: number | null
  label: string | null
  comment: string | null
  source: 'human' | 'code' | 'judge'
  traceId: string | null
  spanId: string | null
  sessionId: string | null
  /** The run of an agent, by its name or first trace; absent where the score is not about a run. */
  runId?: string | null
  evalRunId?: string | null
  /** The provider's id of the answer it judges: finds the span when nothing else does. */
  responseId: string | null
  /** When it was given, microseconds since the epoch; null: now. Of two sayings of one id the later stands. */
  atUs: number | null
}

/** Scores that were sent with a span or event; the id is computed from the content, so that a repetition is the same score. */
export function spanScores(
  traceId: string | null,
  spanId: string | null,
  responseId: string | null,
  scores: readonly CanonicalScore[],
  atUs: number | null,
): ScoreRow[] {
  return scores.map(score => {
    const content = JSON.stringify([traceId, spanId, responseId, score.name, score.value, score.label, score.comment])
    return {
      ...score,
      id: createHash('sha256').update(content).digest('hex').slice(0, 32),
      dataType: score.value === null ? 'categorical' : 'numeric',
      traceId,
      spanId,
      responseId,
      sessionId: null,
      atUs,
    }
  })
}

type Row = ScoreRow & { projectId: string }
const text = (name: string, get: (row: Row) => unknown): Column<Row> => ({ name, type: 'text', get })
const columns: Column<Row>[] = [
  text('project_id', row => row.projectId),
  text('id', row => row.id),
  text('name', row => row.name),
  text('data_type', row => row.dataType),
  { name: 'value', type: 'float', get: row => row.value },
  text('label', row => row.label),
  text('comment', row => row.comment),
  text('source', row => row.source),
  text('trace_id', row => row.traceId),
  text('span_id', row => row.spanId),
  text('session_id', row => row.sessionId),
  text('run_id', row => row.runId ?? null),
  text('eval_run_id', row => row.evalRunId ?? null),
  text('response_id', row => row.responseId),
  { name: 'at', type: 'givenTime', get: row => row.atUs },
]
/** The trace or span of a score is kept when the score is sent again without it. */
const kept = ['trace_id', 'span_id', 'session_id', 'run_id', 'eval_run_id', 'response_id']
const replaced = ['name', 'data_type', 'value', 'label', 'comment', 'source', 'at']
const upsert: Statement<Row> = {
  name: 'upsert-scores',
  columns,
  text: `${insertFrom('score', columns, 's')} on conflict (project_id, id) do update set ${[
    ...replaced.map(name => `${name} = excluded.${name}`),
    ...kept.map(name => `${name} = coalesce(excluded.${name}, s.${name})`),
    'stored_at = now()',
  ].join(', ')} where s.at <= excluded.at`,
}

/** Writes scores without folding them into the rollups; of the same id the latest stays, and of one instant the last to arrive. */
export async function upsertScores(client: PoolClient, projectId: string, scores: readonly ScoreRow[]): Promise<void> {
  const inTime = [...scores].sort((a, b) => (a.atUs ?? Infinity) - (b.atUs ?? Infinity) || 0)
  const unique = [...new Map(inTime.map(score => [score.id, { ...score, projectId }])).values()]
  // In one order for all, so that two writers of the same scores wait and never deadlock.
  unique.sort((a, b) => (a.id < b.id ? -1 : 1))
  await writeRows(client, upsert, unique)
}
