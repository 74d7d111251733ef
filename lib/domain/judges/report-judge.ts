import { authorize } from '#lib/platform/auth/authorize.ts'
import { findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { judgeReportContract } from './contract.ts'
import { areOver, spentToday } from './judge-budget.ts'
import { agreementOf } from './kappa.ts'
import { readPairs, verdictsOf } from './read-pairs.ts'
import type { Judge } from './schemas.ts'

const shown = 50
const reasonsShown = 5
const weekMs = 7 * 86_400_000

/** Throws 404. */
export async function reportJudge(
  ctx: Context,
  { params: { slug } }: Input<typeof judgeReportContract>,
): Promise<Output<typeof judgeReportContract>> {
  await authorize(ctx, 'evals.read')
  const { db, projectId } = ctx
  const row = await findRow(db, projectId, 'judge', slug)
  if (!row) throw notFound('judge')
  const sql = poolSql(db)
  const now = await ctx.clock.now(sql)
  const [versions, counts, calls, pairs, spent, failures] = await Promise.all([
    db.prisma.judgeVersion.findMany({ where: { projectId, judge: slug }, orderBy: { version: 'desc' }, take: 20 }),
    db.prisma.scoringTask.groupBy({
      by: ['judgeVersion', 'state'],
      where: { projectId, judge: slug },
      orderBy: [{ judgeVersion: 'asc' }, { state: 'asc' }],
      _count: { _all: true },
    }),
    db.prisma.judgeCall.groupBy({
      by: ['version'],
      where: { projectId, judge: slug, ...areOver(now) },
      orderBy: { version: 'asc' },
      _sum: { costNanos: true },
      _count: { _all: true, costNanos: true },
    }),
    readPairs(sql, projectId, slug),
    spentToday(db, projectId, slug, now),
    db.prisma.scoringTask.groupBy({
      by: ['reason'],
      where: { projectId, judge: slug, state: 'failed', doneAt: { gte: new Date(now.getTime() - weekMs) } },
      orderBy: [{ _count: { id: 'desc' } }, { reason: 'asc' }],
      take: reasonsShown,
      _count: { _all: true },
      _max: { doneAt: true },
    }),
  ])
  const counted = (version: number, state: string) =>
    counts.find(each => each.judgeVersion === version && each.state === state)?._count._all ?? 0
  const waiting = counts.filter(each => each.state === 'waiting').reduce((sum, each) => sum + each._count._all, 0)
  return {
    ...{ slug, version: row.revision, waiting, spentTodayUsd: spent.whole ? nanosToUsd(spent.known) : null },
    countedTodayUsd: nanosToUsd(spent.counted),
    versions: versions.map(({ version, body, createdAt, createdBy }) => {
      const { model, prompt } = body as unknown as Judge
      const its = calls.find(each => each.version === version)
      const whole = its === undefined || its._count.costNanos === its._count._all
      return {
        ...{ version, model, prompt, since: toRfc3339(createdAt), by: createdBy },
        ...{ scored: counted(version, 'scored'), failed: counted(version, 'failed') },
        costUsd: whole ? nanosToUsd(its?._sum.costNanos ?? 0n) : null,
        agreement: agreementOf(pairs.filter(pair => pair.version === version).map(verdictsOf)),
      }
    }),
    failures: failures.map(({ reason, _count, _max }) => ({
      ...{ reason: reason ?? 'unknown', count: _count._all, lastAt: toRfc3339(_max.doneAt ?? now) },
    })),
    disagreements: pairs
      .filter(pair => verdictsOf(pair).judge !== verdictsOf(pair).people)
      .slice(0, shown)
      .map(({ passAt: _, peoplePass: __, ...pair }) => pair),
  }
}
