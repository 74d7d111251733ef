import { countMatches, touch } from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Ask } from './ask.ts'

/**
 * Keeps what the granted steps touch, so that policies see it at the next step of the run, and how often each policy was
 * about a step. Before the steps are answered: what follows a step must know of it.
 */
export async function keepTouched(
  ctx: Context,
  asks: readonly Ask[],
  isGranted: (ask: Ask) => boolean,
  at: Date,
): Promise<void> {
  for (const ask of asks) {
    if (ask.labels.length === 0 || ask.tool === null || ask.body.dryRun || !isGranted(ask)) continue
    const { agent, tool, labels } = ask
    await touch(ctx.db, ctx, { agent, run: ask.body.runId, tool, labels, at })
  }
  const counts = new Map<Policy, number>()
  for (const ask of asks)
    for (const policy of ask.body.dryRun ? [] : ask.policies) counts.set(policy, (counts.get(policy) ?? 0) + 1)
  for (const [policy, count] of counts) await countMatches(ctx.db, ctx, [policy], count)
}
