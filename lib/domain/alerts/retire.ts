import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { toInstance } from './instances.ts'
import type { Rule } from './message.ts'
import { move } from './move.ts'
import { notify } from './notify.ts'

/**
 * Ends the groups of a rule that was switched off or deleted, or that now measures something else. What fires ends, and
 * whoever was notified is told so. Only for the worker that removes the cursor.
 */
export function retire(ctx: Context, rule: Rule, evaluatedUntil: Date): Promise<void> {
  return transaction(ctx.db, async tx => {
    const { projectId } = ctx
    const where = { projectId, rule: rule.slug }
    const { count } = await tx.prisma.alertCursor.deleteMany({ where: { ...where, evaluatedUntil } })
    if (count === 0) return
    const at = await ctx.clock.now(tx)
    const instances = (await tx.prisma.alertInstance.findMany({ where })).map(toInstance)
    for (const one of instances) {
      if (one.state === 'firing') await move(tx, ctx, rule, one, { to: 'resolved', why: 'rule-changed', at })
      if (one.state === 'pending') await move(tx, ctx, rule, one, { to: 'ok', why: 'rule-changed', at })
    }
    await notify(tx, ctx, rule, instances, { silences: [], at })
    await forget(tx, where)
  })
}

const forget = (tx: Tx, where: { projectId: string; rule: string }) => tx.prisma.alertInstance.deleteMany({ where })
