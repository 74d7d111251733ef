import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { serveReleaseContract } from './contract.ts'
import { toItem } from './item.ts'
import { findAllocation } from './read-allocation.ts'
import { setAllocation } from './set-allocation.ts'

/** Lets a release serve everybody at once. Throws 409 while a rollout holds the allocation. */
export async function serveRelease(
  ctx: Context,
  { params: { agent, environment }, body: { release, reason, expectedRevision } }: Input<typeof serveReleaseContract>,
): Promise<Output<typeof serveReleaseContract>> {
  await authorize(ctx, 'assignment.serve', { type: 'allocation', id: `${agent} ${environment}` })
  return change(ctx, async tx => {
    await setAllocation(tx, ctx, {
      ...{ agent, environment, baseline: release, candidate: null, weightBps: 0, rolloutId: null, by: null, reason },
      seed: `${agent}:${environment}`,
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    })
    const row = await findAllocation(tx, ctx.projectId, agent, environment)
    if (!row) throw notFound('allocation')
    return toItem(row)
  })
}
