import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listDenialsContract } from './contract.ts'
import type { Denials } from './schemas.ts'

const hourMs = 3_600_000

/**
 * How often each limit stopped a step in the last hours, from the counts by the hour. The one that stopped most comes
 * first.
 */
export async function listDenials(
  ctx: Context,
  { query: { hours, agent, environment } }: Input<typeof listDenialsContract>,
): Promise<Output<typeof listDenialsContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const now = (await ctx.clock.now(poolSql(db))).getTime()
  const from = new Date((Math.floor(now / hourMs) - hours + 1) * hourMs)
  const rows = await db.prisma.refusalCount.groupBy({
    by: ['rule', 'name', 'decision'],
    where: { projectId, hour: { gte: from }, agent, environment },
    _sum: { count: true, estimated: true, usd: true },
  })
  const items = new Map<string, Denials['items'][number]>()
  for (const { rule, name, decision, _sum } of rows) {
    const key = JSON.stringify([rule, name])
    const before = items.get(key) ?? {
      ...{ rule, name: name || null, denied: 0, fallback: 0, asked: 0, usd: null, unpriced: 0 },
    }
    const [count, estimated] = [_sum.count ?? 0, _sum.estimated ?? 0]
    const of = decision === 'fallback' ? 'fallback' : decision === 'needs_approval' ? 'asked' : 'denied'
    items.set(key, {
      ...before,
      [of]: before[of] + count,
      usd: estimated === 0 ? before.usd : (_sum.usd?.plus(before.usd ?? 0).toFixed(9) ?? before.usd),
      unpriced: before.unpriced + count - estimated,
    })
  }
  const total = ({ denied, fallback, asked }: Denials['items'][number]) => denied + fallback + asked
  return { from: toRfc3339(from), items: [...items.values()].sort((a, b) => total(b) - total(a)) }
}
