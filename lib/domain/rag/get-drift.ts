import { authorize } from '#lib/platform/auth/authorize.ts'
import { fieldsOf, findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type driftContract, pipelineConfig } from './contract.ts'
import { driftOf, type Seen } from './drift.ts'

type HourRow = Prisma.RagHourModel
const dayMs = 86_400_000

/** The last day before `to` compared with the week before it, and the hours of the range. Throws 404. */
export async function getDrift(
  ctx: Context,
  { params: { slug }, query }: Input<typeof driftContract>,
): Promise<Output<typeof driftContract>> {
  await authorize(ctx, 'rag.read')
  const { db, projectId } = ctx
  const row = await findRow(db, projectId, pipelineConfig.name, slug)
  if (!row) throw notFound('RAG pipeline')
  const pipeline = fieldsOf(pipelineConfig, row)
  const [from, to] = [new Date(query.from), new Date(query.to)]
  const back = (days: number) => new Date(to.getTime() - days * dayMs)
  const newestFirst = await db.prisma.ragHour.findMany({
    where: { projectId, pipeline: slug, hour: { gte: new Date(Math.min(from.getTime(), back(8).getTime())), lt: to } },
    orderBy: { hour: 'desc' },
    take: 5_000,
  })
  const rows = newestFirst.reverse()
  const within = (start: Date, end: Date) => rows.filter(({ hour }) => hour >= start && hour < end)
  return {
    retriever: pipeline.retriever,
    signals: driftOf(seenOf(within(back(1), to)), seenOf(within(back(8), back(1))), pipeline),
    emptyTraceId: rows.findLast(({ sample }) => sample !== null)?.sample ?? null,
    series: within(from, to).map(each => ({
      hour: toRfc3339(each.hour),
      ...{ retrievals: Number(each.retrievals), errors: Number(each.errors) },
      emptyShare: each.told === 0n ? null : Number(each.empty) / Number(each.told),
      meanScore: each.scored === 0n ? null : each.scoreSum / Number(each.scored),
    })),
  }
}

function seenOf(rows: readonly HourRow[]): Seen {
  const sum = (of: (row: HourRow) => number | bigint) => rows.reduce((total, row) => total + Number(of(row)), 0)
  return {
    ...{ told: sum(row => row.told), empty: sum(row => row.empty), scored: sum(row => row.scored) },
    ...{ scoreSum: sum(row => row.scoreSum), scoreSum2: sum(row => row.scoreSum2) },
  }
}
