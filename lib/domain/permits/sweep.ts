import { approvalNews } from '#lib/domain/approvals/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { submit } from './batcher.ts'

// SQL: one statement over all projects, through a partial index.

/** How many permits one round takes; the rest follows a second later. */
const most = 1_000

/** Projects in which a lease has ended, or a permit waits for a decision. */
export async function projectsToSweep(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from permit where status in ('open', 'waiting') and (lease_until <= $1::timestamptz or approval_id is not null) limit 500`,
    [now.toISOString()],
  )
  return rows.map(row => row.project_id)
}

/**
 * Releases the reservations of permits whose lease has ended, and settles permits whose request was decided. Answers
 * how many.
 */
export async function sweepPermits(ctx: Context): Promise<number> {
  const { db, projectId } = ctx
  const now = await ctx.clock.now(poolSql(db))
  const held = { projectId, status: { in: ['open', 'waiting'] } }
  const due = await db.prisma.permit.findMany({
    where: { ...held, OR: [{ leaseUntil: { lte: now } }, { approvalId: { not: null } }] },
    select: { id: true, status: true, approvalId: true, leaseUntil: true },
    orderBy: { leaseUntil: 'asc' },
    take: most,
  })
  const news = await approvalNews(
    db,
    projectId,
    due.flatMap(({ approvalId }) => approvalId ?? []),
  )
  const work = due.map(({ id, status, approvalId, leaseUntil }) => {
    const heard = approvalId === null ? undefined : news.get(approvalId)
    if (!heard) return submit<unknown>({ ctx, operation: { kind: 'free', id, force: false } })
    const known = status === 'waiting' ? 'pending' : 'approved'
    // Nothing has changed since the last look.
    if (heard.status === known && leaseUntil?.getTime() === heard.until.getTime()) return null
    return submit<unknown>({ ctx, operation: { kind: 'hear', id, news: heard } })
  })
  await Promise.all(work)
  return work.filter(one => one !== null).length
}
