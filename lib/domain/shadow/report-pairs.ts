import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import type { reportPairsContract } from './contract.ts'
import type { Pair } from './schemas.ts'

const differenceOf = ({ production, shadow }: Pair): number | null =>
  production.score === null || shadow.score === null ? null : shadow.score - production.score

/** What a rollout keeps of its strategy. */
const hasAnchor = ({ strategy }: { strategy: Prisma.JsonValue }): boolean =>
  Boolean((strategy as { shadow?: { anchor?: string | null } | null } | null)?.shadow?.anchor)

const json = (value: unknown) => value as Prisma.InputJsonValue

/** Stores pairs of answers. Reporting a pair twice changes nothing. */
export async function reportPairs(
  ctx: Context,
  { body }: Input<typeof reportPairsContract>,
): Promise<Output<typeof reportPairsContract>> {
  await authorize(ctx, 'shadow.report')
  const { projectId, actor } = ctx
  return change(ctx, async tx => {
    const rollout = await tx.prisma.rollout.findUnique({ where: { projectId_id: { projectId, id: body.rollout } } })
    if (!rollout || (actor.kind === 'key' && actor.agent !== null && actor.agent !== rollout.agent))
      throw invalid(`There is no rollout ${body.rollout}.`, 'body.rollout')
    const first = body.pairs.findIndex(({ arm }) => arm === 'anchor')
    if (first >= 0 && !hasAnchor(rollout)) throw invalid('This rollout has no anchor.', `body.pairs.${first}.arm`)
    if (rollout.endedAt !== null) throw conflict('not-possible', 'The rollout has ended.', { state: rollout.state })
    const at = await ctx.clock.now(tx)
    let stored = 0
    for (const pair of body.pairs) stored += await keep(tx, ctx, { rolloutId: rollout.id, pair, at })
    if (stored > 0) await publish(tx, projectId, { topic: 'shadow', type: 'shadow.reported', ids: [rollout.id] })
    return { stored, known: body.pairs.length - stored }
  })
}

async function keep(
  tx: Tx,
  { projectId }: Context,
  { rolloutId, pair, at }: { rolloutId: string; pair: Pair; at: Date },
): Promise<number> {
  const { requestId, arm, input } = pair
  const own = { projectId, rolloutId, requestId, arm }
  const answers = { production: json(pair.production), shadow: json(pair.shadow), difference: differenceOf(pair) }
  const { count } = await tx.prisma.shadowPair.createMany({
    data: [{ ...own, id: newId('shp', at.getTime()), at, input, ...answers }],
    skipDuplicates: true,
  })
  if (count > 0 || answers.difference === null) return count
  // A score may come later than its answer. A score that is stored stays.
  const scored = await tx.prisma.shadowPair.updateMany({ where: { ...own, difference: null }, data: answers })
  return scored.count
}
