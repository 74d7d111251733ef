import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listGuardrailEventsContract } from './contract.ts'
import { guardrailEvent } from './schemas.ts'

const newest = listOrder('guardrails.events', 'GuardrailEvent', [
  ['at', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listEvents(
  ctx: Context,
  { query }: Input<typeof listGuardrailEventsContract>,
): Promise<Output<typeof listGuardrailEventsContract>> {
  await authorize(ctx, 'project.read')
  const { agent, name, outcome, severity, from, to } = query
  const at = {
    ...(from === undefined ? {} : { gte: new Date(from) }),
    ...(to === undefined ? {} : { lt: new Date(to) }),
  }
  const where = { projectId: ctx.projectId, agent, name, outcome, severity, at }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.guardrailEvent.findMany({ ...page, where: { ...where, AND: after } }),
  )
  const items = rows.map(({ projectId: _, at, ...row }) => guardrailEvent.parse({ ...row, at: toRfc3339(at) }))
  return { items, nextCursor }
}
