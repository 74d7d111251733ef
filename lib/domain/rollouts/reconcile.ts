import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { advance } from './engine/advance.ts'
import type { Decision, Evidence, Progress } from './engine/types.ts'
import { moveRollout } from './move-rollout.ts'
import { readEvidence } from './read-evidence.ts'
import { json, type RolloutRow, viewOf } from './row.ts'

// SQL: projects with something due are found in a partial index, together with what cannot wait.

/** Projects where a rollout is due, or where something has happened that ends one at once. */
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

/** Looks at every active rollout of a project, and moves each at most once. */
export async function reconcileRollouts(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  const rows = await db.prisma.rollout.findMany({ where: { projectId, endedAt: null }, orderBy: { id: 'asc' } })
  if (rows.length === 0) return
  const evidence = await readEvidence(ctx, rows)
  const now = (await ctx.clock.now(poolSql(db))).getTime()
  for (const row of rows) {
    if (ctx.signal?.aborted) return
    const own = evidence.get(row.id)
    if (own) await apply(ctx, row, own, now)
  }
}

const actions: Partial<Record<Progress['state'], string>> = {
  rolled_back: 'rollout.rolled_back',
  paused: 'rollout.paused',
  holding: 'rollout.held',
  succeeded: 'rollout.succeeded',
}

async function apply(ctx: Context, row: RolloutRow, evidence: Evidence, now: number): Promise<void> {
  const decision = advance(viewOf(row), evidence, now)
  const { transition } = decision
  if (transition === null) return note(ctx, row, decision, evidence)
  const action = actions[decision.next.state] ?? 'rollout.advanced'
  await transaction(ctx.db, tx =>
    moveRollout(tx, ctx, row, { ...decision, transition, action, evidence, at: new Date(now) }),
  )
}

/** What was seen, where nothing moves: for the page. A rollout that somebody has moved meanwhile keeps what is newer. */
async function note({ db, projectId }: Context, row: RolloutRow, decision: Decision, evidence: Evidence) {
  await db.prisma.rollout.updateMany({
    where: { projectId, id: row.id, revision: row.revision },
    data: {
      ...{ progress: json(decision.next), gates: json(decision.gates), why: decision.why },
      ...{ readUpTo: new Date(evidence.readUpTo) },
      nextCheckAt: decision.nextCheckAt === null ? null : new Date(decision.nextCheckAt),
    },
  })
}
