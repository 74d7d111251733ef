import { refusingBreakers } from '#lib/domain/breakers/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { type Row, record, update } from './internal.ts'
import { lockApproval } from './lock.ts'
import type { Reason } from './schemas.ts'

// SQL: one statement over all projects, served by the index of statuses.

const ruleOf = (slug: string) => `breaker/${slug}`
const ofBreaker = ({ rule }: Reason) => rule.startsWith('breaker/')

/** Projects where something waits for a decision and a breaker has opened, or has closed again, that it should tell of. */
export async function projectsToJudgeAgain(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct a.project_id from approval a where a.status = 'pending' and (a.reasons::text like '%"breaker/%'
       or exists (select from control_state s where s.project_id = a.project_id and s.kind = 'breaker' and s.status in ('open', 'forced_open'))) limit 500`,
  )
  return rows.map(row => row.project_id)
}

/**
 * Tells on each request that waits whether a breaker has opened for its agent or tool meanwhile: whoever decides should
 * know, and has to look again. It may be released all the same; the claim is refused while the breaker is open.
 */
export async function judgeAgain(ctx: Context): Promise<void> {
  const waiting = await ctx.db.prisma.approval.findMany({
    where: { projectId: ctx.projectId, status: 'pending' },
    select: { id: true },
    orderBy: { requestedAt: 'asc' },
    take: 1_000,
  })
  for (const { id } of waiting) {
    if (ctx.signal?.aborted) return
    await transaction(ctx.db, async tx => {
      const before = await lockApproval(tx, ctx, id)
      if (before.status !== 'pending') return
      const now = await ctx.clock.now(tx)
      const [open] = await refusingBreakers(tx, ctx, [before], now)
      const reasons = reasonsWith(before, open ?? null)
      if (reasons === null) return
      const row = await update(tx, before, now, { reasons }, { status: 'pending' })
      if (row) await record(tx, ctx, 'approval.judged-again', before, row, { breaker: open?.slug ?? null })
    })
  }
}

/** The reasons as they should be; null where they are. */
export function reasonsWith({ reasons }: Pick<Row, 'reasons'>, open: { slug: string; message: string } | null) {
  const [told] = reasons.filter(ofBreaker)
  if (told?.rule === (open ? ruleOf(open.slug) : undefined)) return null
  const others = reasons.filter(reason => !ofBreaker(reason))
  return open ? [...others, { rule: ruleOf(open.slug), message: open.message }] : others
}
