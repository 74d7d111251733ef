import type { Context } from '#lib/platform/context.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import { nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import { type Asked, longestCallMs } from './ask-judge.ts'
import type { Judge } from './schemas.ts'

/** A call without an end counts as under way for this long after it began. After that its process has died. */
const underWayMs = 2 * longestCallMs

const midnightOf = (now: Date) => new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`)

/** A call that may begin. Until its cost is known, the most that it may cost counts against the budget of its day. */
export interface Hold {
  id: string
  judge: string
  day: Date
  heldNanos: bigint | null
}

/** Why a call may not begin. `again`: calls under way hold the rest of the budget, and may leave enough of it. */
export interface Refused {
  wrong: string
  again: boolean
  now: Date
}

interface Call {
  judge: string
  version: number
  taskId: string
  dailyUsd: Judge['dailyUsd']
  /** The most that it may cost; null without rates. */
  most: bigint | null
}

/**
 * Records that a call begins, or says why it may not. The condition on the row of judge and day decides for all
 * processes: the sum of what is spent and what calls with an unknown cost may cost never passes the budget.
 */
export async function holdCall(
  ctx: Context,
  { judge, version, taskId, dailyUsd, most }: Call,
): Promise<Hold | Refused> {
  const { db, projectId } = ctx
  const now = await ctx.clock.now(poolSql(db))
  const day = midnightOf(now)
  const limit = dailyUsd === null ? null : usdToNanos(dailyUsd)
  const nanos = most ?? 0n
  const id = newId('jdc')
  const key = { projectId, judge, day }
  const held = await transaction(db, async ({ prisma }) => {
    const take = () =>
      prisma.judgeDay.updateMany({
        where: { ...key, ...(limit === null ? {} : { countedNanos: { lte: limit - nanos } }) },
        data: { countedNanos: { increment: nanos } },
      })
    let { count } = await take()
    if (count === 0) {
      // The first call of the day makes the row, unless another process has just done so.
      await prisma.judgeDay.createMany({ data: [{ ...key, countedNanos: 0n }], skipDuplicates: true })
      count = (await take()).count
    }
    if (count === 0) return false
    await prisma.judgeCall.create({ data: { projectId, id, judge, version, taskId, at: now, heldNanos: most } })
    return true
  })
  if (held) return { id, judge, day, heldNanos: most }
  const { counted, underWay } = await countedToday(poolSql(db), projectId, judge, now)
  const needs = `$${nanosToUsd(nanos)} that a call may cost`
  const again = counted - underWay + nanos <= (limit ?? 0n)
  const wrong = again
    ? `Calls under way hold what is left of the budget of the judge for today, $${dailyUsd}; it lacks ${needs}.`
    : `The budget of the judge for today, $${dailyUsd}, is used up: $${nanosToUsd(counted)} counts, which leaves less than ${needs}.`
  return { wrong, again, now }
}

/** Records the result of a call, and replaces the most that it could cost by its cost. Answers when that was. */
export async function endCall(ctx: Context, { id, judge, day, heldNanos }: Hold, asked: Asked): Promise<Date> {
  const { db, projectId } = ctx
  const now = await ctx.clock.now(poolSql(db))
  const { result, ...used } = asked
  const fault = 'wrong' in result ? result.wrong.slice(0, 1_000) : null
  await transaction(db, async ({ prisma }) => {
    await prisma.judgeCall.update({
      where: { projectId_id: { projectId, id } },
      data: { ...used, fault, endedAt: now },
    })
    if (used.costNanos === null || used.costNanos === (heldNanos ?? 0n)) return
    await prisma.judgeDay.update({
      where: { projectId_judge_day: { projectId, judge, day } },
      data: { countedNanos: { increment: used.costNanos - (heldNanos ?? 0n) } },
    })
  })
  return now
}

/**
 * What counts against the budget of this day in UTC, and how much of that is held by calls under way. One statement reads
 * both at the same moment: a call that ends in between would count as held without being under way, and scores that only
 * have to wait would fail.
 */
async function countedToday(sql: Sql, projectId: string, judge: string, now: Date) {
  const day = midnightOf(now)
  const since = new Date(Math.max(day.getTime(), now.getTime() - underWayMs))
  const [row] = await sql.query<{ counted: string; underWay: string }>(
    `select coalesce(sum(held_nanos), 0)::text as "underWay", coalesce((select counted_nanos from judge_day
       where project_id = $1 and judge = $2 and day = $3::date), 0)::text as counted
     from judge_call where project_id = $1 and judge = $2 and ended_at is null and at >= $4::timestamptz`,
    [projectId, judge, day.toISOString().slice(0, 10), since.toISOString()],
  )
  return { counted: BigInt(row?.counted ?? 0), underWay: BigInt(row?.underWay ?? 0) }
}

/** Calls whose cost is final: they have ended, or their process has died. */
export const areOver = (now: Date) => ({
  OR: [{ endedAt: { not: null } }, { at: { lt: new Date(now.getTime() - underWayMs) } }],
})

/**
 * What a judge has cost since midnight UTC, as far as it is known. `whole`: the cost of every ended call is known.
 * `counted` is what counts against its budget, including the most that calls with an unknown cost may have cost.
 */
export async function spentToday(db: Database, projectId: string, judge: string, now: Date) {
  const [{ _sum, _count }, { counted }] = await Promise.all([
    db.prisma.judgeCall.aggregate({
      where: { projectId, judge, at: { gte: midnightOf(now) }, ...areOver(now) },
      _sum: { costNanos: true },
      _count: { _all: true, costNanos: true },
    }),
    countedToday(poolSql(db), projectId, judge, now),
  ])
  return { known: _sum.costNanos ?? 0n, whole: _count.costNanos === _count._all, counted }
}
