import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { createScoreContract } from './contract.ts'
import { storeScores } from './store-scores.ts'

/** Stores one score. Its trace or span may arrive later: the score counts from then on. Throws 422: no such eval run. */
export async function createScore(
  ctx: Context,
  { body: score }: Input<typeof createScoreContract>,
): Promise<Output<typeof createScoreContract>> {
  await authorize(ctx, 'scores.write')
  const { value, dataType } = score
  if (score.evalRunId !== undefined) await requireEvalRun(ctx, score.evalRunId)
  const id = score.id ?? newId('scr')
  await storeScores(ctx, [
    {
      id,
      name: score.name,
      dataType,
      value: typeof value === 'string' ? null : Number(value),
      label: typeof value === 'string' ? value : null,
      comment: score.comment ?? null,
      // What a person says in the browser is a person's, whatever it calls itself.
      source: ctx.actor.kind === 'user' ? 'human' : score.source,
      traceId: score.traceId ?? null,
      spanId: score.spanId ?? null,
      sessionId: score.sessionId ?? null,
      runId: score.runId ?? null,
      evalRunId: score.evalRunId ?? null,
      responseId: null,
      atUs: null,
    },
  ])
  return { id }
}

/** Eval runs are made here, unlike what agents do: one that there is not is a mistake. */
async function requireEvalRun({ db, projectId }: Context, id: string): Promise<void> {
  const count = await db.prisma.evalRun.count({ where: { projectId, id } })
  if (count === 0) throw invalid('There is no such eval run.', 'body.evalRunId')
}
