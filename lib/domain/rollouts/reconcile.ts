import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { advance } from './engine/advance.ts'
import type { Decision, Evidence, Progress } from './engine/types.ts'
import { type Move, moveRollout } from './move-rollout.ts'
import { readEvidence } from './read-evidence.ts'
import { readFreezes } from './read-freezes.ts'
import { type RolloutRow, viewOf } from './row.ts'
import { nextTurn } from './rules.ts'

// SQL: a partial index finds projects with something due, together with what cannot wait. One statement writes the
// results for all rollouts that do not move.

/** Projects in which a rollout is due, or in which something has happened that ends a rollout at once. */
export async function projectsWithRollouts(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct o.project_id from rollout o where o.ended_at is null and (o.next_check_at <= $1::timestamptz
       or exists (select from incident i where i.project_id = o.project_id and i.agent = o.agent
         and i.severity = 'critical' and i.opened_at >= o.created_at)
       or exists (select from control_state s where s.project_id = o.project_id and s.kind = 'breaker'
         and s.status in ('open', 'forced_open') and s.updated_at >= o.created_at)) limit 500`,
    [now.toISOString()],
  )
  return rows.map(row => row.project_id)
}

/** Checks every active rollout of a project, and moves each at most once. */
export async function reconcileRollouts(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  const rows = await db.prisma.rollout.findMany({ where: { projectId, endedAt: null }, orderBy: { id: 'asc' } })
  if (rows.length === 0) return
  const freezes = await readFreezes(db, projectId)
  const evidence = await readEvidence(ctx, rows, freezes)
  const now = (await ctx.clock.now(poolSql(db))).getTime()
  const seen: Seen[] = []
  for (const row of rows) {
    if (ctx.signal?.aborted) return
    const own = evidence.get(row.id)
    if (!own) continue
    const decision = untilTurn(advance(viewOf(row), own, now), nextTurn(freezes, row, now))
    if (decision.transition === null) seen.push({ row, decision, evidence: own })
    else await apply(ctx, row, { ...decision, transition: decision.transition }, own, now)
  }
  await note(ctx, seen)
}

/**
 * If a freeze begins or ends before the next check, the check is brought forward to that moment, because pages show its
 * result.
 */
const untilTurn = (decision: Decision, turn: number | null): Decision =>
  turn === null || decision.nextCheckAt === null
    ? decision
    : { ...decision, nextCheckAt: Math.min(decision.nextCheckAt, turn) }

const actions: Partial<Record<Progress['state'], string>> = {
  rolled_back: 'rollout.rolled_back',
  paused: 'rollout.paused',
  holding: 'rollout.held',
  succeeded: 'rollout.succeeded',
}

async function apply(ctx: Context, row: RolloutRow, decision: Decided, evidence: Evidence, now: number): Promise<void> {
  const action = actions[decision.next.state] ?? 'rollout.advanced'
  await transaction(ctx.db, tx => moveRollout(tx, ctx, row, { ...decision, action, evidence, at: new Date(now) }))
}

type Decided = Decision & Pick<Move, 'transition'>

interface Seen {
  row: RolloutRow
  decision: Decision
  evidence: Evidence
}

/**
 * The result of a check after which nothing moves. The page is told if the reason is another. If somebody has moved the
 * rollout meanwhile, their newer result stays; if the next check was brought forward meanwhile, it stays so.
 */
async function note({ db, projectId }: Context, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  await poolSql(db).query(
    `update rollout o set progress = n.progress::json, gates = n.gates::json, why = n.why, read_up_to = n.read_up_to,
       next_check_at = case when o.next_check_at is not distinct from n.known_check_at then n.next_check_at else o.next_check_at end
     from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
       as n(id, revision, progress, gates, why, read_up_to, next_check_at, known_check_at)
     where o.project_id = $1 and o.id = n.id and o.revision = n.revision`,
    [
      ...[projectId, seen.map(({ row }) => row.id), seen.map(({ row }) => row.revision)],
      seen.map(({ decision }) => JSON.stringify(decision.next)),
      seen.map(({ decision }) => JSON.stringify(decision.gates)),
      seen.map(({ decision }) => decision.why),
      seen.map(({ evidence }) => time(evidence.readUpTo)),
      seen.map(({ decision }) => time(decision.nextCheckAt)),
      seen.map(({ row }) => row.nextCheckAt?.toISOString() ?? null),
    ],
  )
  const ids = seen.filter(({ row, decision }) => row.why !== decision.why).map(({ row }) => row.id)
  if (ids.length > 0) await publish(poolSql(db), projectId, { topic: 'rollouts', type: 'rollout.seen', ids })
}
