import type { Reader } from '#lib/platform/db/transaction.ts'

const midnightOf = (now: Date) => new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`)

/** What a judge has cost since midnight, UTC, as far as it is known; `whole`: the cost of each call is. */
export async function spentToday({ prisma }: Reader, projectId: string, judge: string, now: Date) {
  const where = { projectId, judge, at: { gte: midnightOf(now) } }
  const { _sum, _count } = await prisma.judgeCall.aggregate({
    where,
    _sum: { costNanos: true },
    _count: { _all: true, costNanos: true },
  })
  return { known: _sum.costNanos ?? 0n, whole: _count.costNanos === _count._all }
}
