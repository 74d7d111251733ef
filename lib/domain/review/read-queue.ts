import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { reviewQueueContract } from './contract.ts'

/** How many traces wait and how many were done, by rule. A rule that has picked nothing yet is left out. */
export async function readQueue(ctx: Context): Promise<Output<typeof reviewQueueContract>> {
  await authorize(ctx, 'traces.read')
  const counts = await ctx.db.prisma.reviewItem.groupBy({
    by: ['rule', 'status'],
    where: { projectId: ctx.projectId },
    _count: { _all: true },
    orderBy: [{ rule: 'asc' }, { status: 'asc' }],
  })
  const rules = new Map<string, Output<typeof reviewQueueContract>['rules'][number]>()
  for (const { rule, status, _count } of counts) {
    const row = rules.get(rule) ?? { rule, waiting: 0, scored: 0, skipped: 0 }
    rules.set(rule, { ...row, [status]: _count._all })
  }
  const list = [...rules.values()]
  return { rules: list, waiting: list.reduce((sum, { waiting }) => sum + waiting, 0) }
}
