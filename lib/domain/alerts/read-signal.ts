import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Asked, Group } from './groups.ts'
import type { Signal } from './measures.ts'
import { readBudgetUse } from './read-budget-use.ts'

// SQL: groups by any dimension that a rule names, over tables of several domains.

interface Source {
  /** The rows that are counted; $1 is the project, $2 and $3 the window. */
  from: string
  value: string
  columns: Readonly<Record<string, string>>
}

const step = { agent: 'agent', environment: 'environment', tool: 'tool' }
const within = (column: string) => `${column} > $2::timestamptz and ${column} <= $3::timestamptz`
const everything = '$2::timestamptz <= $3::timestamptz'

const sources: Record<Exclude<Signal, 'budgetUsed' | 'budgetForecast'>, Source> = {
  pendingApprovals: {
    from: `approval where project_id = $1 and status = 'pending' and ${everything}`,
    value: 'count(*)',
    columns: step,
  },
  oldestPendingApproval: {
    from: `approval where project_id = $1 and status = 'pending' and ${everything}`,
    value: 'extract(epoch from $3::timestamptz - min(requested_at))',
    columns: step,
  },
  ingestSilence: {
    // The newest traces of each agent, along its index. Which agents there are is read from days.
    from: `(select a.agent, a.environment, t.updated_at from (
        select distinct nullif(agent, '') as agent, environment from rollup
        where project_id = $1 and grain = 86400 and bucket > $3::timestamptz - interval '8 days' and ${everything}) a,
      lateral (select max(n.updated_at) as updated_at from (select updated_at from trace
        where project_id = $1 and agent is not distinct from a.agent and environment = a.environment
          and started_at > $3::timestamptz - interval '7 days' order by started_at desc limit 20) n) t) seen
      where updated_at is not null`,
    value: 'greatest(0, extract(epoch from $3::timestamptz - max(updated_at)))',
    columns: { agent: 'agent', environment: 'environment' },
  },
  openBreakers: {
    from: `(select key as breaker from control_state
        where project_id = $1 and kind = 'breaker' and status in ('open', 'forced_open', 'half_open')
      union select object_id from state_transition
        where project_id = $1 and machine = 'breaker' and to_state in ('open', 'forced_open') and ${within('at')}) seen where true`,
    value: 'count(*)',
    columns: { breaker: 'breaker' },
  },
  guardrailFindings: {
    from: `guardrail_event where project_id = $1 and outcome <> 'passed' and ${within('at')}`,
    value: 'count(*)',
    columns: { guardrail: 'name', ...step },
  },
  refusedPermits: {
    from: `permit where project_id = $1 and status = 'refused' and ${within('asked_at')}`,
    value: 'count(*)',
    columns: step,
  },
  openIncidents: {
    from: `incident where project_id = $1 and state <> 'resolved' and ${everything}`,
    value: 'count(*)',
    columns: { agent: 'agent', environment: 'environment', cause: 'cause' },
  },
  failedDeliveries: {
    from: `delivery where project_id = $1 and channel is not null and status = 'failed' and ${within('last_at')}`,
    value: 'count(*)',
    columns: { channel: 'channel' },
  },
}

/** Values of a signal by group. Groups about which nothing is known are left out. */
export async function readSignal(ctx: Context, signal: Signal, asked: Asked): Promise<Group[]> {
  if (signal === 'budgetUsed' || signal === 'budgetForecast') return readBudgetUse(ctx, signal, asked)
  const { by, filter, from, to } = asked
  const source = sources[signal]
  const values: unknown[] = [ctx.projectId, from.toISOString(), to.toISOString()]
  const conditions = Object.entries(filter).map(([name, wanted]) => {
    const list = Array.isArray(wanted) ? wanted : [wanted]
    values.push(list.filter(value => value !== null))
    const own = `${source.columns[name]} = any($${values.length}::text[])`
    return list.includes(null) ? `(${own} or ${source.columns[name]} is null)` : own
  })
  const columns = by.map(name => source.columns[name] ?? 'null')
  const text = [
    `select ${[...columns.map((column, i) => `${column} as l${i}`), `(${source.value})::float8 as value`].join(', ')}`,
    `from ${[source.from, ...conditions].join(' and ')}`,
    columns.length > 0 ? `group by ${columns.map((_, i) => i + 1).join(', ')}` : 'having count(*) > 0',
  ].join(' ')
  const rows = await poolSql(ctx.db).query<Record<string, string | null> & { value: number | null }>(text, values)
  return rows.map(row => ({
    labels: Object.fromEntries(by.map((name, i) => [name, row[`l${i}`] ?? null])),
    value: row.value,
  }))
}
