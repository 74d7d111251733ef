import { enqueue } from '#lib/domain/channels/index.ts'
import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { now } from '#lib/platform/now.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type Row, update } from '../internal.ts'
import { lockApproval } from '../lock.ts'
import { record } from '../record.ts'

// SQL: one statement over all projects, answered by a partial index.

/** Projects with a request that has waited as long as its policies allow before channels are notified. */
export async function projectsToEscalate(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from approval where status = 'pending' and escalate_at <= $1::timestamptz limit 500`,
    [now.toISOString()],
  )
  return rows.map(row => row.project_id)
}

/** Notifies the channels of the policies, once for each request. */
export async function escalate(ctx: Context): Promise<void> {
  const due = await ctx.db.prisma.approval.findMany({
    where: { projectId: ctx.projectId, status: 'pending', escalateAt: { lte: await now(ctx) } },
    select: { id: true },
    orderBy: { escalateAt: 'asc' },
    take: 100,
  })
  for (const { id } of due) {
    if (ctx.signal?.aborted) return
    await transaction(ctx.db, async tx => {
      const before = await lockApproval(tx, ctx, id)
      if (before.status !== 'pending' || before.escalateAt === null) return
      const at = await ctx.clock.now(tx)
      const channels = before.requirement?.escalateTo ?? []
      const message = `Nobody decided in time, so these channels were notified: ${channels.join(', ')}.`
      const reasons = [...before.reasons, { rule: 'escalated', message }]
      const row = await update(
        tx,
        before,
        at,
        { reasons, escalateAt: null },
        { status: 'pending', escalateAt: { not: null } },
      )
      if (!row) return
      await enqueue(tx, ctx, channels, {
        ...{ type: 'approval.escalated', title: `${row.tool} of ${row.agent} still waits for approval` },
        ...{ text: summaryOf(row), severity: row.risk === 'critical' ? 'critical' : 'warning', state: 'open' },
        ...{ key: row.id, path: `/approvals?id=${encodeURIComponent(row.id)}`, at: toRfc3339(at) },
      })
      await record(tx, systemContext(ctx.db, ctx.projectId, 'escalation'), 'approval.escalated', before, row, {
        channels,
      })
    })
  }
}

const summaryOf = ({ environment, expiresAt, requirement }: Row) =>
  `In ${environment}, until ${toRfc3339(expiresAt)}.${requirement?.message ? ` ${requirement.message}` : ''}`
