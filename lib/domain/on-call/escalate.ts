import { enqueue } from '#lib/domain/channels/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { dueSteps } from './page-on-call.ts'
import { lockDue, readPolicies } from './page-rows.ts'
import { nextStep } from './rules.ts'

// SQL: finds due pages in a partial index.

/** Projects in which a step is due. */
export async function projectsWithDue(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from on_call_page where state = 'open' and next_at <= $1::timestamptz limit 300`,
    [now.toISOString()],
  )
  return rows.map(row => row.project_id)
}

/** Notifies the next step of each page that nobody has acknowledged in time. */
export async function escalate(ctx: Context): Promise<void> {
  const due = await transaction(ctx.db, async tx =>
    tx.query<{ id: string }>(
      `select id from on_call_page where project_id = $1 and state = 'open' and next_at <= $2::timestamptz order by next_at limit 100`,
      [ctx.projectId, (await ctx.clock.now(tx)).toISOString()],
    ),
  )
  for (const { id } of due) {
    if (ctx.signal?.aborted) return
    await transaction(ctx.db, tx => escalateOne(tx, ctx, id))
  }
}

async function escalateOne(tx: Tx, ctx: Context, id: string): Promise<void> {
  const now = await ctx.clock.now(tx)
  const page = await lockDue(tx, ctx.projectId, id, now)
  if (!page) return
  const policy = (await readPolicies(tx, ctx.projectId)).find(({ slug }) => slug === page.policy)
  const due = policy ? dueSteps(policy, page.steps, page.told, now, page.openedAt) : null
  const next = policy && due ? nextStep(policy, due.steps, page.openedAt.getTime()) : null
  await tx.prisma.onCallPage.update({
    where: { projectId_id: { projectId: ctx.projectId, id } },
    data: {
      ...(due ? { steps: due.steps, told: due.told } : {}),
      nextAt: next ? new Date(Math.max(next.at, now.getTime() + 1_000)) : null,
    },
  })
  if (!due || due.fresh.length === 0) return
  await enqueue(tx, ctx, due.fresh, page.message)
  await publish(tx, ctx.projectId, { topic: 'on-call', type: 'page.escalated', ids: [id] })
}
