import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { declared } from '#lib/platform/declared.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { now } from '#lib/platform/now.ts'
import type { ReadinessQuestion, ReadinessSource } from '#lib/platform/readiness.ts'
import type { Output } from '#lib/shared/contract.ts'
import { type ReadinessPoint, readinessIds, stateOf } from '#lib/shared/readiness.ts'
import type { getChecklistContract } from './contract.ts'
import { words } from './words.ts'

const week = 7 * 86_400_000

/** Measures all points. A point that cannot be read is unknown and never met; the others are still shown. */
export async function getChecklist(ctx: Context): Promise<Output<typeof getChecklistContract>> {
  await authorize(ctx, 'project.read')
  const question = await asked(ctx)
  const points = (await Promise.all(declared().readiness.map(source => measured(ctx, source, question)))).flat()
  points.sort((a, b) => readinessIds.indexOf(a.id) - readinessIds.indexOf(b.id))
  return { met: points.filter(({ state }) => state === 'met').length, agents: [...question.agents], points }
}

async function asked(ctx: Context): Promise<ReadinessQuestion> {
  const today = await now(ctx)
  const rows = await ctx.db.prisma.rollup.groupBy({
    by: ['agent'],
    where: {
      projectId: ctx.projectId,
      grain: 3600,
      bucket: { gte: new Date(today.getTime() - week) },
      agent: { not: '' },
      spans: { gt: 0 },
    },
    orderBy: { agent: 'asc' },
  })
  return { agents: rows.map(({ agent }) => agent), now: today }
}

async function measured(ctx: Context, source: ReadinessSource, question: ReadinessQuestion): Promise<ReadinessPoint[]> {
  try {
    return (await source.measure(ctx, question)).map(one => {
      const { begun: _, ...point } = one
      return { ...words[one.id], ...point, state: stateOf(one) }
    })
  } catch (error) {
    logger().warn({ points: source.points, reason: reasonOf(error) }, 'points of the checklist could not be read')
    return source.points.map(id => ({
      ...{ ...words[id], id, state: 'unknown' as const, found: 'It could not be read now.', gaps: [], next: null },
    }))
  }
}
