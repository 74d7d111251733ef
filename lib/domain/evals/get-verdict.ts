import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { baselineOf, judge } from './judge.ts'
import { findRun } from './run-item.ts'
import type { verdictContract } from './verdicts/contract.ts'
import { verdictAnswer } from './verdicts/schemas.ts'

/** The stored verdict of a finished run; for another run the verdict on its present results. Throws 404. */
export async function getVerdict(
  ctx: Context,
  { params: { id } }: Input<typeof verdictContract>,
): Promise<Output<typeof verdictContract>> {
  await authorize(ctx, 'evals.read')
  return transaction(ctx.db, async tx => {
    const run = await findRun(tx, ctx, id)
    if (run.judged !== null) return verdictAnswer.parse(run.judged)
    return judge(tx, ctx, { ...run, baselineRunId: await baselineOf(tx, ctx, run) })
  })
}
