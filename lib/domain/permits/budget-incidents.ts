import type { Budget } from '#lib/domain/budgets/index.ts'
import { incidentsToOpen, type Opening } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { NewPermit } from './rows.ts'

/** An agent that goes on asking opens no further incident within this time. */
const quietSeconds = 300

type Denied = Pick<NewPermit, 'id' | 'agent' | 'runId' | 'environment' | 'traceId' | 'status' | 'reasons'>

/**
 * Which incidents to open for what budgets stopped. A run that used up its own budget may be an agent that repeats
 * itself; a spent cost budget stops everything that it is for until its period ends.
 */
export function budgetIncidents(
  sql: Sql,
  ctx: Context,
  permits: readonly Denied[],
  { budgets, now }: { budgets: readonly Budget[]; now: Date },
): Promise<() => Promise<unknown>> {
  const first = new Map<string, Denied>()
  for (const permit of permits) {
    const rule = permit.status === 'refused' ? permit.reasons[0]?.rule : undefined
    if (rule === undefined || !(rule === 'cost-budget' || rule.startsWith('run-budget/'))) continue
    const key = JSON.stringify([rule, permit.reasons[0]?.by, permit.agent, permit.environment])
    if (!first.has(key)) first.set(key, permit)
  }
  return incidentsToOpen(
    sql,
    ctx,
    [...first.values()].map(permit => openingOf(permit, budgets, now)),
  )
}

function openingOf(permit: Denied, budgets: readonly Budget[], at: Date): Opening {
  const { id, agent, environment, runId, traceId, reasons } = permit
  const [reason] = reasons
  const by = reason?.by ?? null
  const evidence = { permitId: id, runId, traceId, ...reason }
  const shared = { at, evidence, quietSeconds, message: reason?.message ?? '' }
  if (reason?.rule === 'cost-budget') {
    // The budget of an agent concerns that agent. A budget of the project, a user or a release concerns whoever asked.
    const own = budgets.find(({ slug }) => slug === by)?.agent ?? null
    return {
      ...{ ...shared, cause: 'cost-spike', severity: 'critical', source: { kind: 'budget', id: by } },
      ...{ scope: { agent: own }, title: `The budget ${by} is spent: steps are denied` },
    }
  }
  return {
    ...{ ...shared, cause: 'looping-agent', severity: 'warning', source: { kind: 'budget', id: by ?? 'run' } },
    ...{ scope: { agent, environment }, title: `A run of ${agent} was stopped at its limit` },
  }
}
