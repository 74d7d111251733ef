import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { priceHistoryContract } from './contract.ts'
import { holding } from './rules.ts'

export async function readPriceHistory(
  ctx: Context,
  { params: { slug } }: Input<typeof priceHistoryContract>,
): Promise<Output<typeof priceHistoryContract>> {
  await authorize(ctx, 'project.read')
  const rows = await ctx.db.prisma.priceVersion.findMany({
    where: { projectId: ctx.projectId, model: slug },
    orderBy: { revision: 'desc' },
  })
  if (rows.length === 0) throw notFound('price')
  const now = await ctx.clock.now(poolSql(ctx.db))
  const holds = holding(
    rows.map(row => ({ ...row, validFrom: row.validFrom.getTime() })),
    now.getTime(),
  )
  const usd = (nanos: bigint | null) => (nanos === null ? null : short(nanosToUsd(nanos)))
  return {
    model: slug,
    versions: rows.map(row => ({
      revision: row.revision,
      validFrom: toRfc3339(row.validFrom),
      ends: row.ends,
      provider: row.provider,
      inputUsdPerMillion: short(nanosToUsd(row.inputNanos)),
      outputUsdPerMillion: short(nanosToUsd(row.outputNanos)),
      cachedInputUsdPerMillion: usd(row.cachedInputNanos),
      cacheWriteUsdPerMillion: usd(row.cacheWriteNanos),
      setAt: toRfc3339(row.setAt),
      setBy: row.setBy,
      holds: holds?.revision === row.revision,
    })),
  }
}

/** A rate as people write it: without the trailing zeros of a decimal with nine places. */
const short = (usd: string) => usd.replace(/\.?0+$/, '')
