import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listPermitsContract } from './contract.ts'
import type { StoredOutcome } from './rows.ts'
import { type PermitItem, permitItem } from './schemas.ts'

const newest = listOrder('permits', 'Permit', [
  ['askedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/**
 * Permits of a run or trace, or denied ones. All permits of a project are too many for a list: 422 without one of these
 * filters.
 */
export async function listPermits(
  ctx: Context,
  { query }: Input<typeof listPermitsContract>,
): Promise<Output<typeof listPermitsContract>> {
  await authorize(ctx, 'project.read')
  const { runId, traceId, agent, status, refusedBy } = query
  if (runId === undefined && traceId === undefined && refusedBy === undefined && status !== 'refused')
    throw invalid('Name a run, a trace, what denied it, or the status refused.', 'query')
  const where = { projectId: ctx.projectId, runId, traceId, agent, status, refusedBy }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.permit.findMany({ ...page, where: { ...where, AND: after }, select: shown }),
  )
  return { items: rows.map(toItem), nextCursor }
}

/** Columns of a permit that are shown. A column that is added later must be added here. */
const shown = {
  ...{ id: true, agent: true, runId: true, step: true, tool: true, model: true, environment: true, release: true },
  ...{ traceId: true, spanId: true, decision: true, status: true, reasons: true, estimatedUsd: true },
  ...{ approvalId: true, askedAt: true, settledAt: true, outcome: true, late: true },
} as const satisfies Prisma.PermitSelect
type Row = Prisma.PermitGetPayload<{ select: typeof shown }>

function toItem({ outcome, estimatedUsd, askedAt, settledAt, ...rest }: Row): PermitItem {
  const stored = outcome as StoredOutcome | null
  return permitItem.parse({
    ...rest,
    estimatedUsd: estimatedUsd?.toFixed(9) ?? null,
    askedAt: toRfc3339(askedAt),
    settledAt: settledAt && toRfc3339(settledAt),
    outcome: stored?.report.status ?? null,
    charged: stored?.answer.charged ?? null,
  })
}
