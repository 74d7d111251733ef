import { authorize } from '#lib/platform/auth/authorize.ts'
import { type Row, toRecord } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { alertConfig, type listStandingsContract } from './contract.ts'
import { ruleText } from './message.ts'
import { isSilenced, type SilenceRule } from './rules.ts'
import type { StandingItem } from './schemas.ts'
import { silencesAt } from './silences.ts'

// SQL: the clock.

const byName = listOrder('alert-standings', 'ConfigObject', [['slug', 'text', 'asc']])

interface Counts {
  firing: number
  pending: number
  groups: number
  known: number
  lastFiredAt: Date | null
}

/** The state of each rule, by name. */
export async function listStandings(
  ctx: Context,
  { query }: Input<typeof listStandingsContract>,
): Promise<Output<typeof listStandingsContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const where = { projectId, kind: alertConfig.name, archivedAt: null }
  const { rows, nextCursor } = await byName.read(query, ({ after, ...page }) =>
    db.prisma.configObject.findMany({ ...page, where: { ...where, AND: after } }),
  )
  const slugs = rows.map(({ slug }) => slug)
  const now = await ctx.clock.now(poolSql(db))
  const [counts, cursors, silences] = await Promise.all([
    countGroups(ctx, slugs),
    db.prisma.alertCursor.findMany({ where: { projectId, rule: { in: slugs } } }),
    silencesAt(db, projectId, now),
  ])
  const cursorOf = new Map(cursors.map(cursor => [cursor.rule, cursor]))
  const items = rows.map(row =>
    toItem(row, counts.get(row.slug) ?? null, cursorOf.get(row.slug) ?? null, silences, now),
  )
  return { items, nextCursor }
}

async function countGroups({ db, projectId }: Context, rules: string[]): Promise<Map<string, Counts>> {
  const groups = await db.prisma.alertInstance.groupBy({
    by: ['rule', 'state'],
    where: { projectId, rule: { in: rules } },
    _count: { _all: true, value: true },
    _max: { firedAt: true },
  })
  const found = new Map<string, Counts>()
  for (const { rule, state, _count, _max } of groups) {
    const before = found.get(rule) ?? { firing: 0, pending: 0, groups: 0, known: 0, lastFiredAt: null }
    const fired = [before.lastFiredAt, _max.firedAt].filter(at => at !== null).toSorted((a, b) => +b - +a)[0] ?? null
    found.set(rule, {
      firing: before.firing + (state === 'firing' ? _count._all : 0),
      pending: before.pending + (state === 'pending' ? _count._all : 0),
      groups: before.groups + _count._all,
      known: before.known + _count.value,
      lastFiredAt: fired,
    })
  }
  return found
}

function toItem(
  row: Row,
  counts: Counts | null,
  cursor: { evaluatedUntil: Date; fault: string | null } | null,
  silences: readonly SilenceRule[],
  now: Date,
): StandingItem {
  const rule = toRecord(alertConfig, row)
  return {
    ...{ slug: rule.slug, text: ruleText(rule), description: rule.description, severity: rule.severity },
    state: stateOf(rule.enabled, counts, cursor),
    ...{ firing: counts?.firing ?? 0, pending: counts?.pending ?? 0, groups: counts?.groups ?? 0 },
    evaluatedUntil: cursor && toRfc3339(cursor.evaluatedUntil),
    fault: cursor?.fault ?? null,
    lastFiredAt: counts?.lastFiredAt ? toRfc3339(counts.lastFiredAt) : null,
    silenced: isSilenced(silences, rule.slug, {}, now.getTime()),
    ...{ channels: rule.channels, onCall: rule.onCall },
  }
}

/** A rule about which nothing is known is not quiet. */
function stateOf(
  enabled: boolean,
  counts: Counts | null,
  cursor: { fault: string | null } | null,
): StandingItem['state'] {
  if (!enabled) return 'disabled'
  if (cursor === null) return 'waiting'
  if (counts && counts.firing > 0) return 'firing'
  if (cursor.fault !== null) return 'fault'
  if (counts && counts.pending > 0) return 'pending'
  return counts === null || counts.known === 0 ? 'unknown' : 'quiet'
}
