import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { withdrawProposals } from './proposals/withdraw-proposals.ts'
import { findRun } from './run-item.ts'
import type { reportResultsContract } from './runs/contract.ts'
import { putUpForScoring } from './scoring/put-up.ts'
import { checkRows, storeResults } from './store-results.ts'
import { namesOf } from './suite-version.ts'

/** Throws 404, 409 `finished`, or 422 that names every invalid row; then no row is stored. */
export async function reportResults(
  ctx: Context,
  { params: { id }, body }: Input<typeof reportResultsContract>,
): Promise<Output<typeof reportResultsContract>> {
  await authorize(ctx, 'evals.report')
  return change(ctx, async tx => {
    const run = await findRun(tx, ctx, id)
    const taken = await tx.prisma.evalRun.updateMany({
      where: { projectId: ctx.projectId, id, state: 'running' },
      data: { revision: { increment: 1 } },
    })
    if (taken.count === 0) throw conflict('finished', 'This run has finished: it accepts no more results.')
    const { results, outputs } = body
    const names = await namesOf(tx, ctx.projectId, run.suite, run.suiteVersion)
    checkRows({ results, outputs }, names)
    const stored = await storeResults(tx, ctx.projectId, id, { results, outputs })
    await withdrawProposals(tx, ctx.projectId, [...results, ...outputs])
    const toScore = names.scored.size === 0 ? 0 : await putUpForScoring(tx, ctx, run, [...results, ...outputs])
    const answer = { ...stored, toScore }
    await publish(tx, ctx.projectId, { topic: 'evals', type: 'eval-run.reported', ids: [id] })
    return answer
  })
}
