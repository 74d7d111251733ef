import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { baselineOf, judge } from './judge.ts'
import { findRun } from './run-item.ts'
import type { finishRunContract } from './runs/contract.ts'
import { type Verdict, verdictAnswer } from './verdicts/schemas.ts'

/**
 * Ends a run and stores its verdict with what it was judged by. Calling it again answers what is stored. While scores
 * are still being found, the verdict is inconclusive, `scoring` says how many are missing, and the worker ends the run
 * later. Throws 404.
 */
export async function finishRun(
  ctx: Context,
  { params: { id } }: Input<typeof finishRunContract>,
): Promise<Output<typeof finishRunContract>> {
  await authorize(ctx, 'evals.report')
  return change(ctx, async tx => {
    const verdict = await finish(tx, ctx, id)
    if (verdict !== null) {
      await recordFinish(tx, ctx, verdict, 'running')
      return verdict
    }
    // It was called again: the answer is the stored verdict, or how far the scoring is.
    const run = await findRun(tx, ctx, id)
    if (run.judged !== null) return verdictAnswer.parse(run.judged)
    return judge(tx, ctx, { ...run, baselineRunId: await baselineOf(tx, ctx, run) })
  })
}

/** Null if it was finished before. If outputs wait to be scored, the worker finishes the run later. */
export async function finish(
  tx: Tx,
  ctx: Context,
  id: string,
  from: 'running' | 'scoring' = 'running',
): Promise<Verdict | null> {
  const where = { projectId: ctx.projectId, id }
  const run = await findRun(tx, ctx, id)
  const [taken] = await tx.prisma.evalRun.updateManyAndReturn({
    where: { ...where, state: from },
    data: { state: 'scoring', revision: { increment: 1 } },
  })
  if (!taken) return null
  const baselineRunId = await baselineOf(tx, ctx, run)
  if ((await waitingFor(tx, ctx.projectId, id)) > 0) return judge(tx, ctx, { ...taken, baselineRunId })
  const ended = { state: 'finished', finishedAt: await ctx.clock.now(tx) }
  const verdict = await judge(tx, ctx, { ...taken, ...ended, baselineRunId })
  const { average, delta } = verdict
  await tx.prisma.evalRun.updateMany({
    where,
    data: { ...ended, baselineRunId, verdict: verdict.verdict, average, delta, judged: verdict as object },
  })
  return verdict
}

/** Scores of a run that are still to be found. */
export const waitingFor = (tx: Tx, projectId: string, runId: string): Promise<number> =>
  tx.prisma.scoringTask.count({ where: { projectId, runId, state: 'waiting' } })

/** Announces that a run finished, in the transaction that finished it. */
export async function recordFinish(tx: Tx, ctx: Context, verdict: Verdict, from: 'running' | 'scoring'): Promise<void> {
  const { runId: id, average, delta, baselineRunId } = verdict
  await audit(tx, ctx, {
    action: 'eval-run.finished',
    object: { type: 'eval-run', id },
    before: { state: from },
    after: { state: verdict.scoring > 0 ? 'scoring' : 'finished', verdict: verdict.verdict },
    evidence: { average, delta, baselineRunId, reasons: verdict.reasons, lacks: verdict.lacks },
  })
  await publish(tx, ctx.projectId, { topic: 'evals', type: 'eval-run.finished', ids: [id] })
}
