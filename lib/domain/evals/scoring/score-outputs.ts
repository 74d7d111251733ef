import { type Settled, settleTasks, workTasks } from '#lib/domain/judges/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { finish, recordFinish, waitingFor } from '../finish-run.ts'
import { storeResults } from '../store-results.ts'

/** Scores waiting outputs, and finishes the runs that waited for nothing else. Answers how many it scored. */
export const scoreOutputs = (ctx: Context): Promise<number> => workTasks(ctx, 'run', deliver)

async function deliver(ctx: Context, settled: readonly Settled[]): Promise<void> {
  const byRun = Map.groupBy(settled, ({ task }) => task.runId ?? '')
  for (const [runId, its] of byRun) await deliverToRun(ctx, runId, its)
}

function deliverToRun(ctx: Context, id: string, all: readonly Settled[]): Promise<void> {
  const { projectId } = ctx
  return transaction(ctx.db, async tx => {
    // Locks the row of the run first, in the same order as reports and the end of a run.
    const [run] = await tx.prisma.evalRun.updateManyAndReturn({
      where: { projectId, id, state: { in: ['running', 'scoring'] } },
      data: { revision: { increment: 1 } },
    })
    const taken = await settleTasks(tx, projectId, all, await ctx.clock.now(tx))
    if (!run) return
    const results = taken.flatMap(({ task, state, score, reason }) =>
      state === 'scored' && score !== null && task.scenario !== null && task.repeat !== null
        ? [
            {
              ...{ scenario: task.scenario, repeat: task.repeat, criterion: task.criterion, score },
              ...(reason === null ? {} : { comment: reason }),
            },
          ]
        : [],
    )
    if (results.length > 0) await storeResults(tx, projectId, id, { results, outputs: [] })
    const whole = run.state === 'scoring' && (await waitingFor(tx, projectId, id)) === 0
    const verdict = whole ? await finish(tx, ctx, id, 'scoring') : null
    if (verdict) await recordFinish(tx, ctx, verdict, 'scoring')
    else await publish(tx, projectId, { topic: 'evals', type: 'eval-run.reported', ids: [id] })
  })
}
