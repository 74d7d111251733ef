import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listRolloutMarkersContract } from './contract.ts'
import { viewOf } from './row.ts'
import { eventOf, stepOf } from './rules.ts'
import { mostMarked } from './schemas.ts'

/** When rollouts changed which release serves whom, for the time axis of charts. */
export async function listRolloutMarkers(
  ctx: Context,
  { query }: Input<typeof listRolloutMarkersContract>,
): Promise<Output<typeof listRolloutMarkersContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const { agent, environment } = query
  const [from, to] = [query.from, query.to].map(at => (at === undefined ? undefined : new Date(at)))
  const rollouts = await db.prisma.rollout.findMany({
    where: {
      ...{ projectId, agent, environment, createdAt: { lt: to } },
      ...(from ? { OR: [{ endedAt: null }, { endedAt: { gte: from } }] } : {}),
    },
    select: { id: true, agent: true, environment: true, candidate: true, strategy: true, progress: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostMarked,
  })
  const known = new Map(rollouts.map(row => [row.id, row]))
  const transitions = await db.prisma.stateTransition.findMany({
    where: { projectId, machine: 'rollout', objectId: { in: [...known.keys()] }, at: { gte: from, lt: to } },
    select: { objectId: true, at: true, fromState: true, toState: true },
    orderBy: [{ at: 'desc' }, { revision: 'desc' }],
  })
  const items = transitions.flatMap(({ objectId, at, fromState, toState }) => {
    const row = known.get(objectId)
    const event = eventOf(fromState, toState)
    if (!row || event === null) return []
    const phase = viewOf(row).strategy.phases[stepOf(toState)]
    return [
      {
        ...{ rollout: objectId, agent: row.agent, environment: row.environment, candidate: row.candidate },
        ...{ at: toRfc3339(at), event, weightBps: event === 'phase' ? (phase?.weightBps ?? null) : null },
      },
    ]
  })
  return { items }
}
