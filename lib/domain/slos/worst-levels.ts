import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { measure } from './measure.ts'
import { readLevels } from './read-slos.ts'
import { badness, type SloState } from './rules.ts'

export interface WorstLevel {
  slug: string
  status: SloState
  budgetLeft: number | null
}

const worse = (a: WorstLevel, b: WorstLevel) =>
  badness[a.status] - badness[b.status] || (b.budgetLeft ?? 9) - (a.budgetLeft ?? 9)

/** The worst service level of each agent that has any. With an environment, only those that apply there. */
export async function worstLevels(ctx: Context, environment: string | undefined): Promise<Map<string, WorstLevel>> {
  const { db, projectId } = ctx
  const levels = (await readLevels(db, projectId)).filter(
    ({ slo }) => environment === undefined || slo.environment === null || slo.environment === environment,
  )
  const worst = new Map<string, WorstLevel>()
  if (levels.length === 0) return worst
  const sql = poolSql(db)
  const measured = await measure(sql, projectId, levels, (await ctx.clock.now(sql)).getTime())
  for (const { slo, judged } of measured.values()) {
    const own = { slug: slo.slug, status: judged.status, budgetLeft: judged.budgetLeft }
    const known = worst.get(slo.agent)
    if (!known || worse(own, known) > 0) worst.set(slo.agent, own)
  }
  return worst
}
