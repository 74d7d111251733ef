import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { alertHistoryContract } from './contract.ts'
import type { AlertState } from './schemas.ts'

const most = 100

/** Changes of state of the groups of a rule, the newest first. */
export async function readHistory(
  ctx: Context,
  { params: { slug } }: Input<typeof alertHistoryContract>,
): Promise<Output<typeof alertHistoryContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const groups = await db.prisma.alertInstance.findMany({ where: { projectId, rule: slug }, select: { id: true } })
  const rows = await db.prisma.stateTransition.findMany({
    where: { projectId, machine: 'alert', objectId: { in: groups.map(({ id }) => id) } },
    orderBy: [{ at: 'desc' }, { objectId: 'desc' }, { revision: 'desc' }],
    take: most,
  })
  return {
    items: rows.map(row => ({
      ...{ id: `${row.objectId}/${row.revision}`, at: toRfc3339(row.at), from: row.fromState },
      ...{ to: row.toState as AlertState, message: row.message },
      traces: tracesOf(row.evidence),
    })),
  }
}

const tracesOf = (evidence: unknown) => {
  const { traces } = evidence as { traces?: unknown }
  return typeof traces === 'string' ? traces : null
}
