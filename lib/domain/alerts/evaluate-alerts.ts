import { toRecord } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { alertConfig } from './contract.ts'
import { evaluateWindow } from './evaluate-rule.ts'
import { isSignal, signalInfo } from './measures.ts'
import type { Rule } from './message.ts'
import { readValues } from './read-values.ts'
import { retire } from './retire.ts'
import { dueEnds } from './rules.ts'

// SQL: one statement over all projects.

/** How many missed windows of one rule a round makes up for; the rest follows in the next rounds. */
const mostWindows = 60

/** Projects that have rules, or had some. */
export async function projectsWithAlerts(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select project_id from config_object where kind = 'alert' and archived_at is null
     union select project_id from alert_cursor limit 500`,
  )
  return rows.map(row => row.project_id)
}

interface Known {
  evaluatedUntil: Date
  ruleRevision: number
}

/** Evaluates every rule: each window that has ended since the last round, the oldest first. */
export async function evaluateAlerts(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  const where = { projectId, kind: alertConfig.name }
  const rules: (Rule & { archivedAt: string | null })[] = (await db.prisma.configObject.findMany({ where })).map(row =>
    toRecord(alertConfig, row),
  )
  const cursors = new Map((await db.prisma.alertCursor.findMany({ where: { projectId } })).map(row => [row.rule, row]))
  for (const rule of rules) {
    if (ctx.signal?.aborted) return
    const known = cursors.get(rule.slug) ?? null
    const holds = rule.enabled && rule.archivedAt === null
    // If one rule cannot be read, the others are still evaluated.
    await (holds ? evaluate(ctx, rule, known) : known && retire(ctx, rule, known.evaluatedUntil))?.catch(error =>
      failed(ctx, rule, error),
    )
  }
}

async function evaluate(ctx: Context, rule: Rule, known: Known | null): Promise<void> {
  if (known && known.ruleRevision !== rule.revision) {
    const changed = await measuresAnew(ctx, rule)
    if (changed) return retire(ctx, rule, known.evaluatedUntil)
  }
  const now = await ctx.clock.now(poolSql(ctx.db))
  let from = known?.evaluatedUntil ?? null
  for (const end of endsOf(rule, from, now)) {
    if (ctx.signal?.aborted) return
    const values = await readValues(ctx, rule, end)
    if (!(await evaluateWindow(ctx, rule, values, { from, to: end }))) return
    from = end
  }
}

/** Measures of a present state are read now. Measures of a window are read for each minute that was missed. */
function endsOf({ measure }: Rule, from: Date | null, now: Date): Date[] {
  if (!isSignal(measure)) return dueEnds(from?.getTime() ?? null, now.getTime(), mostWindows).map(ms => new Date(ms))
  if (from !== null && from >= now) return []
  const missed =
    from !== null && signalInfo(measure).windowed ? dueEnds(from.getTime(), now.getTime(), mostWindows) : []
  return [...missed.filter(ms => ms > (from?.getTime() ?? 0) && ms < now.getTime()).map(ms => new Date(ms)), now]
}

/** Whether the existing groups belong to other dimensions than those of the rule now. */
async function measuresAnew({ db, projectId }: Context, { slug, by }: Rule): Promise<boolean> {
  const one = await db.prisma.alertInstance.findFirst({ where: { projectId, rule: slug }, select: { labels: true } })
  if (one === null) return false
  return (
    Object.keys(one.labels as object)
      .sort()
      .join() !== [...by].sort().join()
  )
}

async function failed(ctx: Context, { slug, revision }: Rule, error: unknown): Promise<void> {
  const { db, projectId } = ctx
  const reason = reasonOf(error)
  logger().warn({ project: projectId, rule: slug, reason }, 'alert rule could not be evaluated')
  const fault = String(reason).slice(0, 500)
  const evaluatedUntil = new Date((await ctx.clock.now(poolSql(db))).getTime() - 60_000)
  await db.prisma.alertCursor.upsert({
    where: { projectId_rule: { projectId, rule: slug } },
    create: { projectId, rule: slug, ruleRevision: revision, evaluatedUntil, fault },
    update: { fault },
  })
}
