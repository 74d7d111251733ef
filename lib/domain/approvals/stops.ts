import type { StopSource } from '#lib/platform/stops.ts'
import { become } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'

/** Cancels the waiting requests of an agent that is switched off, which waiting clients learn at once. */
export const stops: StopSource = async (tx, ctx, { agent, rule, message }) => {
  const waiting = await tx.prisma.approval.findMany({
    where: { projectId: ctx.projectId, status: 'pending', ...(agent === null ? {} : { agent }) },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const now = await ctx.clock.now(tx)
  for (const { id } of waiting) {
    const before = await lockApproval(tx, ctx, id)
    if (before.status !== 'pending') continue
    const reasons = [...before.reasons, { rule, message }]
    const row = await become(tx, before, 'cancelled', now, { reasons }, { status: 'pending' })
    if (row) await record(tx, ctx, 'approval.cancelled', before, row, { rule, reason: message })
  }
}
