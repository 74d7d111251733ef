import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getShadowContract } from './contract.ts'
import { coverageOf } from './evidence.ts'
import { type Answer, arms, type ShadowAnswer, type ShadowView } from './schemas.ts'

const most = 50

/** Pairs of a rollout: what they tell together, and those where the shadow is worst. */
export async function getShadow(
  { db, projectId, ...ctx }: Context,
  { query: { rollout } }: Input<typeof getShadowContract>,
): Promise<Output<typeof getShadowContract>> {
  await authorize({ db, projectId, ...ctx }, 'project.read')
  const rows = await db.prisma.shadowPair.findMany({
    where: { projectId, rolloutId: rollout },
    orderBy: [{ difference: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
  })
  const pairs = rows.map(toPair)
  const own = pairs.filter(({ arm }) => arm === 'shadow')
  return {
    ...{ shadow: sumUp(own), noise: sumUp(pairs.filter(({ arm }) => arm === 'noise')) },
    coverage: await coverageOf(db, projectId, rollout, own.length),
    errors: own.filter(({ shadow }) => shadow.output === null).length,
    costUsd: { production: total(own.map(one => one.production)), shadow: total(own.map(one => one.shadow)) },
    intercepted: own.reduce((sum, { shadow }) => sum + shadow.toolCalls.filter(call => call.intercepted).length, 0),
    items: pairs.slice(0, most),
  }
}

type Item = ShadowView['items'][number]

const toPair = ({ id, requestId, arm, at, input, production, shadow, difference }: Prisma.ShadowPairModel): Item => ({
  ...{ id, requestId, arm: arms.find(one => one === arm) ?? 'shadow', at: toRfc3339(at), input, difference },
  // Only this domain writes these columns, and always whole.
  ...{ production: production as unknown as Answer, shadow: shadow as unknown as ShadowAnswer },
})

function sumUp(pairs: readonly Item[]): ShadowView['shadow'] {
  const scored = pairs.flatMap(({ difference }) => (difference === null ? [] : [difference]))
  const n = scored.length
  const mean = n === 0 ? null : scored.reduce((sum, one) => sum + one, 0) / n
  const spread =
    mean === null || n < 2 ? null : Math.sqrt(scored.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1))
  return { pairs: pairs.length, scored: n, mean, spread }
}

function total(answers: readonly Answer[]): string | null {
  const known = answers.flatMap(({ costUsd }) => (costUsd === null ? [] : [usdToNanos(costUsd)]))
  return known.length === 0 ? null : nanosToUsd(known.reduce((sum, one) => sum + one, 0n))
}
