import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getShadowContract } from './contract.ts'
import { coverageOf } from './evidence.ts'
import { readSums } from './read-sums.ts'
import { type Answer, arms, type ShadowAnswer, type ShadowView } from './schemas.ts'

const most = 50

/** What the pairs of a rollout show together, and the pairs in which the shadow is worst. */
export async function getShadow(
  ctx: Context,
  { query: { rollout } }: Input<typeof getShadowContract>,
): Promise<Output<typeof getShadowContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const [told, rows] = await Promise.all([
    readSums(db, projectId, rollout),
    db.prisma.shadowPair.findMany({
      where: { projectId, rolloutId: rollout },
      orderBy: [{ difference: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
      take: most,
    }),
  ])
  return {
    ...told,
    coverage: await coverageOf(db, projectId, rollout, told.shadow.pairs),
    items: rows.map(toPair),
  }
}

type Item = ShadowView['items'][number]

const toPair = ({ id, requestId, arm, at, input, production, shadow, difference }: Prisma.ShadowPairModel): Item => ({
  ...{ id, requestId, arm: arms.find(one => one === arm) ?? 'shadow', at: toRfc3339(at), input, difference },
  // Only this domain writes these columns, and always with every field.
  ...{ production: production as unknown as Answer, shadow: shadow as unknown as ShadowAnswer },
})
