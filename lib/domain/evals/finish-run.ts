import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { finishRunContract } from './contract.ts'
import { baselineOf, judge } from './judge.ts'
import { findRun } from './run-item.ts'
import { type Verdict, verdictAnswer } from './schemas.ts'

/** Ends a run and keeps its verdict with what it was judged by. Once; again answers what was kept. Throws 404. */
export async function finishRun(
  ctx: Context,
  { params: { id } }: Input<typeof finishRunContract>,
): Promise<Output<typeof finishRunContract>> {
  await authorize(ctx, 'evals.report')
  return change(ctx, async tx => {
    const verdict = await finish(tx, ctx, id)
    if (verdict === null) return verdictAnswer.parse((await findRun(tx, ctx, id)).judged)
    const { average, delta, baselineRunId } = verdict
    await audit(tx, ctx, {
      action: 'eval-run.finished',
      object: { type: 'eval-run', id },
      before: { state: 'running' },
      after: { state: 'finished', verdict: verdict.verdict },
      evidence: { average, delta, baselineRunId, reasons: verdict.reasons, lacks: verdict.lacks },
    })
    await publish(tx, ctx.projectId, { topic: 'evals', type: 'eval-run.finished', ids: [id] })
    return verdict
  })
}

/** Null where it had finished before. */
export async function finish(tx: Tx, ctx: Context, id: string): Promise<Verdict | null> {
  const where = { projectId: ctx.projectId, id }
  const run = await findRun(tx, ctx, id)
  const [ended] = await tx.prisma.evalRun.updateManyAndReturn({
    where: { ...where, state: 'running' },
    data: { state: 'finished', revision: { increment: 1 }, finishedAt: await ctx.clock.now(tx) },
  })
  if (!ended) return null
  const baselineRunId = await baselineOf(tx, ctx, run)
  const verdict = await judge(tx, ctx, { ...ended, baselineRunId })
  const { average, delta } = verdict
  await tx.prisma.evalRun.updateMany({
    where,
    data: { baselineRunId, verdict: verdict.verdict, average, delta, judged: verdict as object },
  })
  return verdict
}
