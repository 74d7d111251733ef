import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import type { acknowledgePageContract } from './contract.ts'
import { acknowledgePageOf } from './end-page.ts'
import { toItem } from './page-rows.ts'

/** Acknowledges a page for a person or for a system that they use. Throws 409 `not-open` if somebody else was first. */
export async function acknowledgePage(
  ctx: Context,
  { params: { id } }: Input<typeof acknowledgePageContract>,
): Promise<Output<typeof acknowledgePageContract>> {
  await authorize(ctx, 'on-call.acknowledge', { type: 'page', id })
  return change(ctx, async tx => {
    const where = { projectId_id: { projectId: ctx.projectId, id } }
    const page = await tx.prisma.onCallPage.findUnique({ where })
    if (!page) throw notFound('page')
    const done = await acknowledgePageOf(tx, ctx, page.key, await ctx.clock.now(tx))
    const now = await tx.prisma.onCallPage.findUniqueOrThrow({ where })
    if (!done || now.state !== 'acknowledged')
      throw conflict('not-open', `${now.changedBy} has already made it ${now.state}.`)
    return toItem(now)
  })
}
