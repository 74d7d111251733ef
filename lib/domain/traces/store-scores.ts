import type { PoolClient } from 'pg'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import { traceNode } from './runs/parts.ts'
import { foldScored } from './store/rollups/fold-scored.ts'
import { foldScores } from './store/rollups/fold-scores.ts'
import { storing } from './store/storing.ts'
import { lockNodes, lockResponses } from './store/tables/load.ts'
import { type ScoreRow, upsertScores } from './store/tables/write-scores.ts'

/** Scores of one transaction: each one and each trace is locked. */
const chunk = 100
/** Writers of one score follow one another: only so does each know which trace it judged before. Taken before any trace's lock. */
const scoreNode = (id: string) => `s:${id}`

/** Stores scores and counts them in the rollups. The same id again replaces. Durable when it resolves. */
export async function storeScores(ctx: Context, scores: readonly ScoreRow[]): Promise<void> {
  for (let from = 0; from < scores.length; from += chunk) {
    await storing(ctx, async (client, sql) => {
      await storeScoresIn({ client, sql }, ctx.projectId, scores.slice(from, from + chunk))
    })
  }
}

/** A transaction on a connection of the pool. */
interface Connection {
  client: PoolClient
  sql: Sql
}

/** The same in the caller's transaction, for a few scores: each trace of theirs is locked until it ends. */
export async function storeScoresIn(
  { client, sql }: Connection,
  projectId: string,
  scores: readonly ScoreRow[],
): Promise<void> {
  const found = await findJudged(client, projectId, scores)
  const scoreIds = [...new Set(found.map(score => score.id))]
  await lockNodes(client, projectId, scoreIds.map(scoreNode))
  // A score that judged another trace before leaves it: both are locked.
  const { rows } = await client.query<{ id: string; trace_id: string }>(
    'select id, trace_id from score where project_id = $1 and id = any($2::text[]) and trace_id is not null',
    [projectId, scoreIds],
  )
  const known = [...new Set([...found.flatMap(score => score.traceId ?? []), ...rows.map(row => row.trace_id)])]
  await lockNodes(client, projectId, known.map(traceNode))
  await upsertScores(client, projectId, found)
  const renamed = await foldScores(client, projectId, { ids: scoreIds })
  const judged = new Map(found.map(score => [score.id, score.traceId]))
  const left = rows.filter(row => judged.get(row.id) !== row.trace_id).map(row => row.trace_id)
  await foldScored(client, projectId, { ids: scoreIds, left: [...left, ...renamed] })
  const ids = known.length <= maxIds ? known : []
  await publish(sql, projectId, { topic: 'traces', type: 'trace.scored', ids })
  const evalRuns = [...new Set(found.flatMap(({ evalRunId }) => evalRunId ?? []))]
  if (evalRuns.length > 0) await publish(sql, projectId, { topic: 'evals', type: 'eval-run.scored', ids: evalRuns })
}

/** Fills in trace and span where only the provider's id of the answer is known; a span that comes later does the same. */
async function findJudged(client: PoolClient, projectId: string, scores: readonly ScoreRow[]): Promise<ScoreRow[]> {
  const lost = scores.filter(score => score.traceId === null && score.responseId !== null)
  if (lost.length === 0) return [...scores]
  await lockResponses(client, projectId, 'alone')
  const { rows } = await client.query(
    `select distinct on (response_id) response_id, trace_id, span_id from span
     where project_id = $1 and response_id = any($2::text[]) order by response_id, start_us, span_id`,
    [projectId, lost.map(score => score.responseId)],
  )
  const spans = new Map(rows.map(row => [row.response_id, row]))
  return scores.map(score => {
    const span = score.traceId === null && score.responseId !== null ? spans.get(score.responseId) : undefined
    return span ? { ...score, traceId: span.trace_id, spanId: span.span_id } : score
  })
}
