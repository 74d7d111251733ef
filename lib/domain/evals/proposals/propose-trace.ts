import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { suiteConfig } from '../suites/contract.ts'
import type { proposeTraceContract } from './contract.ts'
import { toProposals } from './item.ts'

/** Proposes a trace as a scenario. If it was proposed and dismissed before, it waits again. Throws 422. */
export async function proposeTrace(
  ctx: Context,
  { body: { suite, traceId, note } }: Input<typeof proposeTraceContract>,
): Promise<Output<typeof proposeTraceContract>> {
  await authorize(ctx, 'evals.report')
  const { projectId } = ctx
  return change(ctx, async tx => {
    if (!(await readConfig(tx, ctx, suiteConfig, suite))) throw invalid(`There is no suite ${suite}.`, 'body.suite')
    const trace = await tx.prisma.trace.findUnique({ where: { projectId_traceId: { projectId, traceId } } })
    if (!trace) throw invalid('There is no such trace.', 'body.traceId')
    const made = { why: 'person', note: note ?? null, proposedAt: await ctx.clock.now(tx), proposedBy: ctx.actor.label }
    const where = { projectId_suite_traceId: { projectId, suite, traceId } }
    await tx.prisma.evalProposal.createMany({
      data: [{ projectId, id: newId('evp'), suite, traceId, state: 'waiting', ...made }],
      skipDuplicates: true,
    })
    await tx.prisma.evalProposal.updateMany({
      where: { projectId, suite, traceId, state: 'dismissed' },
      data: { state: 'waiting', decidedAt: null, decidedBy: null, ...made },
    })
    const row = await tx.prisma.evalProposal.findUniqueOrThrow({ where })
    const object = { type: 'eval-proposal', id: row.id }
    await audit(tx, ctx, { action: 'eval-proposal.made', object, after: { suite, traceId, state: row.state } })
    await publish(tx, projectId, { topic: 'evals', type: 'eval-proposal.changed', ids: [row.id] })
    return (await toProposals(tx, ctx, [row]))[0] as Output<typeof proposeTraceContract>
  })
}
