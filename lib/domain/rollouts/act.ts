import { lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { isActive, weightOf } from './engine/advance.ts'
import type { Progress } from './engine/types.ts'
import { toItem } from './item.ts'
import { moveRollout } from './move-rollout.ts'
import { findRollout, gatesOf, type RolloutRow, viewOf } from './row.ts'
import type { RolloutItem } from './schemas.ts'

export interface Ordered {
  next: Progress
  /** The rule that the history names. */
  rule: string
  action: string
  evidence?: Record<string, unknown>
  why?: string
}

interface Order {
  params: { id: string }
  body: { expectedRevision: number; reason: string }
}

/** Carries out the order of a person, on the revision that they saw. `order` throws, or answers what follows. */
export async function act(
  ctx: Context,
  { params: { id }, body }: Order,
  order: (tx: Tx, row: RolloutRow, now: Date) => Promise<Ordered | RolloutRow>,
): Promise<RolloutItem> {
  await authorize(ctx, 'rollouts.manage', { type: 'rollout', id })
  return change(ctx, async tx => {
    await lockAudit(tx, ctx.projectId)
    const row = await findRollout(tx, ctx.projectId, id)
    if (row.revision !== body.expectedRevision)
      throw conflict('stale-revision', `It changed meanwhile: it is ${row.state}.`, { revision: row.revision })
    if (!isActive(viewOf(row).progress)) throw notPossible(row, 'It has ended.')
    const at = await ctx.clock.now(tx)
    const ordered = await order(tx, row, at)
    if ('projectId' in ordered) return toItem(tx, ordered, at)
    const { next, rule, action } = ordered
    const moved = await moveRollout(tx, ctx, row, {
      ...{ next, action, at, gates: gatesOf(row), weightBps: weightOf(next, viewOf(row).strategy) },
      ...{ transition: { rule, message: body.reason }, evidence: { by: ctx.actor.label, ...ordered.evidence } },
      ...{ why: ordered.why ?? body.reason, nextCheckAt: isActive(next) ? at.getTime() : null },
    })
    if (!moved) throw conflict('stale-revision', 'It changed meanwhile. Read it again.')
    return toItem(tx, moved, at)
  })
}

export const notPossible = (row: RolloutRow, why: string) =>
  conflict('not-possible', why, { state: row.state, revision: row.revision })
