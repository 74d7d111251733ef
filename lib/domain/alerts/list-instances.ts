import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordsOf } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { alertConfig, type listInstancesContract } from './contract.ts'
import { isSignal, unitOf } from './measures.ts'
import { isSilenced, type SilenceRule } from './rules.ts'
import type { AlertFields, AlertState, InstanceItem, Labels } from './schemas.ts'
import { silencesAt } from './silences.ts'
import { tracesPath } from './traces-path.ts'

// SQL: the clock.

const latest = listOrder('alert-instances', 'AlertInstance', [
  ['since', 'time', 'desc'],
  ['id', 'text', 'desc'],
])
const statesOf = { active: ['firing', 'pending'] } as const

/** Groups that changed last come first. */
export async function listInstances(
  ctx: Context,
  { query }: Input<typeof listInstancesContract>,
): Promise<Output<typeof listInstancesContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const { state, rule } = query
  const where: Prisma.AlertInstanceWhereInput = {
    projectId,
    ...(state ? { state: { in: state === 'active' ? [...statesOf.active] : [state] } } : {}),
    ...(rule ? { rule } : {}),
  }
  const { rows, nextCursor } = await latest.read(query, ({ after, ...page }) =>
    db.prisma.alertInstance.findMany({ ...page, where: { ...where, AND: after } }),
  )
  const rules = await recordsOf(ctx, alertConfig, [...new Set(rows.map(row => row.rule))])
  const now = await ctx.clock.now(poolSql(db))
  const silences = await silencesAt(db, projectId, now)
  return { items: rows.flatMap(row => toItem(row, rules.get(row.rule), silences, now) ?? []), nextCursor }
}

function toItem(
  row: Prisma.AlertInstanceModel,
  rule: AlertFields | undefined,
  silences: readonly SilenceRule[],
  now: Date,
): InstanceItem | null {
  if (!rule) return null
  const labels = row.labels as Labels
  return {
    ...{ id: row.id, rule: row.rule, labels, state: row.state as AlertState, revision: row.revision },
    since: toRfc3339(row.since),
    ...{ value: row.value, unit: unitOf(rule.measure), severity: rule.severity },
    evaluatedAt: toRfc3339(row.evaluatedAt),
    firedAt: row.firedAt && toRfc3339(row.firedAt),
    toldAt: row.toldAt && toRfc3339(row.toldAt),
    silenced: isSilenced(silences, row.rule, labels, now.getTime()),
    incidentId: row.incidentId,
    traces: isSignal(rule.measure) ? null : tracesPath(rule, labels, row.evaluatedAt),
  }
}
