import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { pinBaselineContract } from './suites/contract.ts'

/** Runs that have finished keep the baseline that they were judged by. Throws 409 `not-finished`, or 422. */
export async function pinBaseline(
  ctx: Context,
  { params: { slug }, body: { evalRunId } }: Input<typeof pinBaselineContract>,
): Promise<Output<typeof pinBaselineContract>> {
  const object = { type: 'suite', id: slug }
  await authorize(ctx, 'evals.manage', object)
  const { projectId } = ctx
  return change(ctx, async tx => {
    const run = await tx.prisma.evalRun.findUnique({ where: { projectId_id: { projectId, id: evalRunId } } })
    if (run?.suite !== slug) throw invalid('This suite has no such run.', 'body.evalRunId')
    if (run.state !== 'finished') throw conflict('not-finished', 'Only a finished run can be the baseline.')
    const where = { projectId_suite: { projectId, suite: slug } }
    const before = await tx.prisma.evalBaseline.findUnique({ where })
    const pinned = { runId: evalRunId, pinnedAt: await ctx.clock.now(tx), pinnedBy: ctx.actor.label }
    const row = await tx.prisma.evalBaseline.upsert({
      where,
      create: { projectId, suite: slug, ...pinned },
      update: pinned,
    })
    await audit(tx, ctx, {
      action: 'suite.baseline-pinned',
      object,
      before: { evalRunId: before?.runId ?? null },
      after: { evalRunId },
    })
    await publish(tx, projectId, { topic: 'evals', type: 'suite.configured', ids: [slug] })
    return { suite: slug, evalRunId, pinnedAt: toRfc3339(row.pinnedAt), pinnedBy: row.pinnedBy }
  })
}
