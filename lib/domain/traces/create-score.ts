import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import type { createScoreContract } from './contract.ts'
import { storeScores } from './store-scores.ts'

/** Stores one score. What it judges need not have come yet: the score counts once it has. */
export async function createScore(
  ctx: Context,
  { body: score }: Input<typeof createScoreContract>,
): Promise<Output<typeof createScoreContract>> {
  await authorize(ctx, 'scores.write')
  const { value, dataType } = score
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
      responseId: null,
      atUs: null,
    },
  ])
  return { id }
}
