import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import { type RecomputeRange, recomputeRange } from './schemas.ts'

export interface Started {
  id: string
  /** It was started before and not finished: it continues where it stopped. */
  resumed: boolean
}

/**
 * Begins to recompute the traces of a range of days, or finds the recompute of the same range that is not finished.
 * `stepRecompute` does the work, piece by piece. Days are those on which a trace was first seen.
 */
export async function startRecompute(ctx: Context, input: RecomputeRange): Promise<Started> {
  await authorize(ctx, 'traces.recompute')
  const range = recomputeRange.parse(input)
  return transaction(ctx.db, async tx => {
    const id = await openRecompute(tx, ctx, range)
    if (id !== null) return { id, resumed: false }
    const open = await tx.prisma.recompute.findFirstOrThrow({
      where: { projectId: ctx.projectId, fromDay: dayOf(range.from), toDay: dayOf(range.to), finishedAt: null },
    })
    if (open.stoppedAt !== null) {
      await tx.prisma.recompute.update({
        where: { projectId_id: { projectId: ctx.projectId, id: open.id } },
        data: { stoppedAt: null },
      })
      await audit(tx, ctx, { action: 'recompute.started', object: { type: 'recompute', id: open.id }, after: range })
    }
    return { id: open.id, resumed: true }
  })
}

const dayOf = (text: string) => new Date(`${text}T00:00:00Z`)

/** Null where another one of the same range is open. */
async function openRecompute(tx: Tx, ctx: Context, range: RecomputeRange): Promise<string | null> {
  const { projectId } = ctx
  const id = newId('rec')
  // Prisma knows no partial unique index, and the second of two that begin at once must find the first one's row.
  const made = await tx.query<{ id: string }>(
    `insert into recompute (project_id, id, from_day, to_day, started_by) values ($1, $2, $3::date, $4::date, $5)
     on conflict (project_id, from_day, to_day) where finished_at is null do nothing returning id`,
    [projectId, id, range.from, range.to, ctx.actor.label],
  )
  if (made.length === 0) return null
  const days = await tx.prisma.trace.groupBy({
    by: ['day'],
    _count: true,
    where: { projectId, day: { gte: dayOf(range.from), lte: dayOf(range.to) } },
  })
  await tx.prisma.recomputeDay.createMany({
    data: days.map(({ day, _count: tracesTotal }) => ({ projectId, recomputeId: id, day, tracesTotal })),
  })
  await audit(tx, ctx, { action: 'recompute.started', object: { type: 'recompute', id }, after: range })
  return id
}
