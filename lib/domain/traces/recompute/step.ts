import type { PoolClient } from 'pg'
import { loadPriceBook } from '#lib/domain/prices/index.ts'
import { edgesLimit, namedNode, traceNode } from '#lib/domain/traces/runs/parts.ts'
import { lockNodes } from '#lib/domain/traces/store/tables/load.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { recomputeTraces } from './recompute-traces.ts'
import { type Totals, totalNames } from './totals.ts'

interface StepInput {
  id: string
  /** Who works: a name of its own for each process. */
  worker: string
}

/** `waiting`: other workers have all that is left. `stopped`: somebody stopped it. */
type StepAnswer = { state: 'worked'; day: string } | { state: 'waiting' } | { state: 'stopped' } | { state: 'finished' }

/** Traces, spans and locks of one transaction at most; a longer trace is one by itself. */
const batch = { traces: 50, spans: 2_000, nodes: 256 }

/**
 * Does the next piece of a recompute in one transaction, with its progress: some traces of a day that this worker has
 * claimed. A worker that is killed loses its claim a few seconds later, and nothing that was committed.
 */
export async function stepRecompute(ctx: Context, { id, worker }: StepInput): Promise<StepAnswer> {
  await authorize(ctx, 'traces.recompute')
  const where = { projectId_id: { projectId: ctx.projectId, id } }
  const row = await ctx.db.prisma.recompute.findUniqueOrThrow({ where, select: { stoppedAt: true } })
  if (row.stoppedAt !== null) return { state: 'stopped' }
  const day = await claimDay(ctx, id, worker)
  if (day === null) return (await finish(ctx, id)) ? { state: 'finished' } : { state: 'waiting' }
  await recomputeNext(ctx, { id, worker, day })
  return { state: 'worked', day }
}

/** Work on a piece locks the row of its day; the claim lasts from one piece to the next. */
const claimSeconds = 5

/** A claim is one conditional update, which Prisma cannot combine with `skip locked`. */
async function claimDay({ db, projectId }: Context, id: string, worker: string): Promise<string | null> {
  const { rows } = await db.pool.query(
    `update recompute_day d set claimed_by = $3, claimed_until = now() + make_interval(secs => ${claimSeconds})
     from (
       select day from recompute_day where project_id = $1 and recompute_id = $2 and not done
         and (claimed_by = $3 or claimed_until is null or claimed_until < now())
       order by claimed_by = $3 desc nulls last, day limit 1 for update skip locked
     ) free
     where d.project_id = $1 and d.recompute_id = $2 and d.day = free.day
     returning to_char(d.day, 'YYYY-MM-DD') as day`,
    [projectId, id, worker],
  )
  return rows[0]?.day ?? null
}

interface Piece extends StepInput {
  day: string
}

async function recomputeNext(ctx: Context, piece: Piece): Promise<void> {
  const { projectId } = ctx
  const prices = await loadPriceBook(ctx)
  await sqlTransaction(ctx.db.pool, async (client, sql) => {
    const after = await holdDay(client, projectId, piece)
    if (after === null) return
    const next = await nextTraces(client, projectId, piece.day, after)
    if (next.traceIds.length === 0) return markDone(client, projectId, piece)
    await lockNodes(client, projectId, next.nodes)
    const { totals, changed } = await recomputeTraces(client, projectId, next.traceIds, prices)
    if (changed.length > 0) {
      await publish(sql, projectId, { topic: 'traces', type: 'trace.updated', ids: changed })
    }
    await keepProgress(client, projectId, piece, next.traceIds.at(-1) ?? after, totals)
  })
}

/** Where the day's work stands; null: the claim was lost to another worker. */
async function holdDay(client: PoolClient, projectId: string, { id, worker, day }: Piece): Promise<string | null> {
  const { rows } = await client.query(
    `select after_trace from recompute_day
     where project_id = $1 and recompute_id = $2 and day = $3::date and claimed_by = $4 and not done for update`,
    [projectId, id, day, worker],
  )
  return rows[0]?.after_trace ?? null
}

async function nextTraces(client: PoolClient, projectId: string, day: string, after: string) {
  const { rows } = await client.query(
    `select t.trace_id, t.span_count,
       array(select distinct s.own_run_id from span s where s.project_id = $1 and s.day = t.day and s.trace_id = t.trace_id
         and s.own_run_id is not null order by 1 limit ${edgesLimit}) as runs,
       array(select distinct l from span s cross join unnest(s.linked_trace_ids) l where s.project_id = $1 and s.day = t.day
         and s.trace_id = t.trace_id order by 1 limit ${edgesLimit}) as links
     from trace t where t.project_id = $1 and t.day = $2::date and t.trace_id > $3 order by t.trace_id limit ${batch.traces}`,
    [projectId, day, after],
  )
  const traceIds: string[] = []
  const nodes = new Set<string>()
  let spans = 0
  for (const { trace_id, span_count, runs, links } of rows) {
    const own = [traceNode(trace_id), ...runs.map(namedNode), ...links.map(traceNode)]
    spans += span_count
    if (traceIds.length > 0 && (spans > batch.spans || nodes.size + own.length > batch.nodes)) break
    traceIds.push(trace_id)
    for (const node of own) nodes.add(node)
  }
  return { traceIds, nodes: [...nodes] }
}

async function markDone(client: PoolClient, projectId: string, { id, day }: Piece): Promise<void> {
  await client.query(
    'update recompute_day set done = true where project_id = $1 and recompute_id = $2 and day = $3::date',
    [projectId, id, day],
  )
}

async function keepProgress(
  client: PoolClient,
  projectId: string,
  { id, day }: Piece,
  lastTrace: string,
  totals: Totals,
): Promise<void> {
  const sums = totalNames.map((name, i) => `${name} = ${name} + $${i + 5}`)
  await client.query(
    `update recompute_day set after_trace = $4, claimed_until = clock_timestamp() + make_interval(secs => ${claimSeconds}),
       ${sums.join(', ')} where project_id = $1 and recompute_id = $2 and day = $3::date`,
    [projectId, id, day, lastTrace, ...totalNames.map(name => String(totals[name]))],
  )
}

/** True when nothing is left; the first worker that finds this stores it. */
async function finish(ctx: Context, id: string): Promise<boolean> {
  const { projectId } = ctx
  return sqlTransaction(ctx.db.pool, async (client, sql) => {
    const left = await client.query(
      'select from recompute_day where project_id = $1 and recompute_id = $2 and not done limit 1',
      [projectId, id],
    )
    if (left.rowCount !== 0) return false
    const { rowCount } = await client.query(
      'update recompute set finished_at = now() where project_id = $1 and id = $2 and finished_at is null',
      [projectId, id],
    )
    if (rowCount === 1) await audit(sql, ctx, { action: 'recompute.finished', object: { type: 'recompute', id } })
    return true
  })
}
