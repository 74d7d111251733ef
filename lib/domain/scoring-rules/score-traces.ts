import { type Settled, settleTasks, workTasks } from '#lib/domain/judges/index.ts'
import { storeScoresIn } from '#lib/domain/traces/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'

// SQL: on one connection with the rollups of scores, which are written in sets.

/** Finds the scores of the traces that wait, and writes them on the traces. Answers how many traces it worked on. */
export const scoreTraces = (ctx: Context): Promise<number> => workTasks(ctx, 'trace', deliver)

function deliver(ctx: Context, all: readonly Settled[]): Promise<void> {
  const { projectId } = ctx
  return sqlTransaction(ctx.db.pool, async (client, sql) => {
    const taken = await settleTasks(sql, projectId, all, await ctx.clock.now(sql))
    const scores = taken.flatMap(({ task, state, score, reason }) =>
      state === 'scored' && score !== null && task.traceId !== null
        ? [
            {
              ...{ id: task.id, name: task.criterion, dataType: 'numeric' as const, value: score, label: null },
              ...{ comment: reason, source: task.scorer.kind === 'judge' ? ('judge' as const) : ('code' as const) },
              ...{ traceId: task.traceId, spanId: null, sessionId: null, responseId: null, atUs: null },
            },
          ]
        : [],
    )
    if (scores.length > 0) await storeScoresIn({ client, sql }, projectId, scores)
    if (taken.length > 0) await publish(sql, projectId, { topic: 'judges', type: 'judge.scored', ids: [] })
  })
}
