import type { listViolationsContract } from '#lib/domain/permits/contract.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { violation } from './schemas.ts'

const newest = listOrder('permits.violations', 'RunViolation', [
  ['at', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listViolations(
  ctx: Context,
  { query }: Input<typeof listViolationsContract>,
): Promise<Output<typeof listViolationsContract>> {
  await authorize(ctx, 'project.read')
  const { agent, runId, traceId, budget } = query
  const where = { projectId: ctx.projectId, agent, runId, traceId, budget }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.runViolation.findMany({ ...page, where: { ...where, AND: after } }),
  )
  const items = rows.map(({ projectId: _, limitValue, tool, at, startedAt, ...row }) =>
    violation.parse({
      ...{ ...row, limit: limitValue, tool: tool || null },
      ...{ at: toRfc3339(at), startedAt: toRfc3339(startedAt) },
    }),
  )
  return { items, nextCursor }
}
