import { rangeOf } from '#lib/domain/metrics/rules.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import { type Bucket, bucketMs } from '#lib/shared/bucket.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { sloCourseContract } from './contract.ts'
import { count } from './count.ts'
import { toItem } from './item.ts'
import { countedOf, measure } from './measure.ts'
import { readLevels } from './read-slos.ts'
import { day, type SloState, usedOver } from './rules.ts'
import type { SloBody } from './state.ts'

// SQL: counts of the rollups, by a reader that both kinds of transaction share.

const widths: Record<1 | 7 | 30, Bucket> = { 1: '5minutes', 7: '6hours', 30: '6hours' }
const transitionsShown = 50

/** The budget of a service level over its period. Each point shows the whole period that ended at that time. */
export async function getSloCourse(
  ctx: Context,
  { params: { slug } }: Input<typeof sloCourseContract>,
): Promise<Output<typeof sloCourseContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const sql = poolSql(db)
  const [row, levels] = await Promise.all([findRow(db, projectId, 'slo', slug), readLevels(db, projectId)])
  const level = levels.find(({ slo }) => slo.slug === slug)
  if (!row || !level) throw notFound('slo')
  const now = (await ctx.clock.now(sql)).getTime()
  const periodMs = level.slo.days * day * 1000
  const bucket = widths[level.slo.days]
  const size = bucketMs[bucket]
  const to = Math.ceil(now / size) * size
  const from = to - periodMs
  const range = rangeOf({ from: new Date(from - periodMs).toISOString(), to: new Date(to).toISOString(), bucket })
  const part = { label: { bucketMs: size }, segments: range.segments }
  const [counts, measured, states, transitions] = await Promise.all([
    count(sql, projectId, countedOf(level), [part]),
    measure(sql, projectId, [level], now),
    readStates<SloBody>(sql, projectId, 'slo', [slug]),
    transitionsOf(ctx, slug),
  ])
  const own = measured.get(slug)
  if (!own) throw notFound('slo')
  const rows = counts.get(slug) ?? new Map()
  const known = own.judged.status === 'unknown' ? new Map() : rows
  const points = usedOver(known, { from, to, bucketMs: size, periodMs, target: level.target })
  return {
    item: toItem(own, row.revision, states.get(slug) ?? null, now),
    bucketSeconds: size / 1000,
    from: toRfc3339(new Date(from)),
    to: toRfc3339(new Date(to)),
    points: points.map(({ at, ...point }) => ({ at: toRfc3339(new Date(at)), ...point })),
    transitions,
  }
}

/** The last changes of its status, newest first. */
async function transitionsOf({ db, projectId }: Context, slug: string) {
  const rows = await db.prisma.stateTransition.findMany({
    where: { projectId, machine: 'slo', objectId: slug },
    orderBy: { revision: 'desc' },
    take: transitionsShown,
  })
  return rows.map(({ at, fromState, toState, message }) => ({
    at: toRfc3339(at),
    from: fromState as SloState,
    to: toState as SloState,
    message,
  }))
}
