import type { Reader } from '#lib/platform/db/transaction.ts'

const midnightOf = (now: Date) => new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`)

/** What a judge has cost since midnight, UTC; null where a call of today has no known cost. */
export async function spentToday({ prisma }: Reader, projectId: string, judge: string, now: Date) {
  const where = { projectId, judge, at: { gte: midnightOf(now) } }
  const [sum, unknown] = await Promise.all([
    prisma.judgeCall.aggregate({ where, _sum: { costNanos: true } }),
    prisma.judgeCall.count({ where: { ...where, costNanos: null } }),
  ])
  return { known: sum._sum.costNanos ?? 0n, whole: unknown === 0 }
}
