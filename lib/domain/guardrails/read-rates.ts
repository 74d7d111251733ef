import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { guardrailRatesContract } from './contract.ts'
import type { GuardrailRate, Outcome } from './schemas.ts'

const hourMs = 3_600_000
/** So many rows are answered. */
const most = 500

/** What guardrails answered in the last hours, from the counts by the hour. */
export async function readRates(
  ctx: Context,
  { query: { hours, agent, environment } }: Input<typeof guardrailRatesContract>,
): Promise<Output<typeof guardrailRatesContract>> {
  await authorize(ctx, 'project.read')
  const now = (await ctx.clock.now(poolSql(ctx.db))).getTime()
  const from = new Date((Math.floor(now / hourMs) - hours + 1) * hourMs)
  const rows = await ctx.db.prisma.guardrailCount.groupBy({
    by: ['name', 'stage', 'agent', 'release', 'outcome'],
    where: { projectId: ctx.projectId, hour: { gte: from }, agent, environment },
    _sum: { count: true },
  })
  const rates = new Map<string, GuardrailRate>()
  for (const { name, stage, agent: by, release, outcome, _sum } of rows) {
    const key = JSON.stringify([name, stage, by, release])
    const none = { passed: 0, flagged: 0, redacted: 0, blocked: 0 }
    const before = rates.get(key) ?? {
      ...{ name, stage: stage as GuardrailRate['stage'], agent: by || null, release: release || null, ...none },
    }
    rates.set(key, { ...before, [outcome as Outcome]: _sum.count ?? 0 })
  }
  const bad = ({ flagged, redacted, blocked }: GuardrailRate) => flagged + redacted + blocked
  const items = [...rates.values()].sort((a, b) => bad(b) - bad(a) || (a.name < b.name ? -1 : 1))
  return { from: toRfc3339(from), items: items.slice(0, most), more: items.length > most }
}
