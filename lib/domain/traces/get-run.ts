import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { getRunContract } from './contract.ts'
import { findRun } from './runs/queries.ts'
import { wholeScores } from './whole-scores.ts'

/** A run that a name or span links make of several traces, with its one total. */
export async function getRun(
  ctx: Context,
  { params: { runId } }: Input<typeof getRunContract>,
): Promise<Output<typeof getRunContract>> {
  await authorize(ctx, 'traces.read')
  const run = await findRun(ctx, runId)
  if (!run) throw notFound('run')
  // It is found by its name and by its first trace: scores name it as they know it.
  return { ...run, scores: await wholeScores(ctx, { runId }) }
}
