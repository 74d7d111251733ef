import type { PoolClient } from 'pg'
import { agentDimensions, binGrains, rollupDimensions, rollupGrains } from '#lib/domain/traces/measures.ts'
import { agentColumns, binKeys, promptColumns, promptKeys, sumColumns, topColumns, topKeys } from './expected.ts'

interface Comparison {
  table: string
  /** Seconds a bucket. */
  grain: number
  /** Whether the table keeps several. */
  grains: boolean
  keys: readonly string[]
  figures: readonly string[]
  /** The expected rows: `at` in seconds, the keys and the figures. */
  expected: string
}

const sums = (names: readonly string[]) => names.map(name => `sum(${name}) as ${name}`).join(', ')
const scoreKeys = ['environment', 'agent', 'framework', 'release', 'name', 'source'] as const
const scoredKeys = [...agentDimensions, 'name', 'source', 'data_type'] as const
/** A trace counts once for each name, source and type of its scores, and for each of these with what is left open. */
const scored = `(select distinct at, ${agentDimensions.join(', ')}, trace_id, asked.* from expected_scored e, lateral (
    select '' as name, '' as source, '' as data_type union all select e.name, '', '' union all select e.name, e.source, ''
    union all select e.name, e.source, e.data_type) as asked) as scored`
/** What agents did as wholes, and how many traces they began. */
const ofAgents = `(select at, ${agentDimensions.join(', ')}, 0 as traces, ${agentColumns.join(', ')} from expected_sum
  union all select at, ${agentDimensions.join(', ')}, traces, ${agentColumns.map(() => '0').join(', ')} from expected_trace) as of_agents`
const costKeys = ['environment', 'agent', 'framework', 'release', 'cost_kind'] as const
const from =
  (table: string, keys: readonly string[], figures: string, where = '') =>
  (grain: number) =>
    `select at / ${grain} * ${grain} as at, ${keys.join(', ')}, ${figures} from ${table} ${where} group by ${keys.map((_, i) => i + 2).join(', ')}, 1`

/** Where a cost counts: at its own minute, under what it says and else what its trace tells. */
const costs = `(select floor(extract(epoch from c.at) / 60)::bigint * 60 as at, coalesce(c.environment, t.environment, '') as environment,
    coalesce(c.agent, t.agent, '') as agent, coalesce(t.framework, '') as framework, c.kind as cost_kind, c.amount_nanos,
    coalesce(c.release, case when c.agent is null or c.agent = t.agent then t.release end, '') as release
  from cost_record c left join trace t on t.project_id = c.project_id and t.trace_id = c.trace_id where c.project_id = $1) as cost`

/** The same by user, session and tag: the user of the record, or else that of its trace. */
const costsOfMany = `(select cost.at, cost.environment, cost.amount_nanos, named.dimension, named.value from (
    select floor(extract(epoch from c.at) / 60)::bigint * 60 as at, coalesce(c.environment, t.environment, '') as environment,
      c.amount_nanos, coalesce(c.user_id, t.user_id) as user_id, t.session_id, t.tags
    from cost_record c left join trace t on t.project_id = c.project_id and t.trace_id = c.trace_id where c.project_id = $1) as cost,
  lateral (select 'user' as dimension, user_id as value union all select 'session', session_id
    union all select 'tag', unnest(tags)) as named where named.value is not null) as many`

const tables: {
  table: string
  keys: readonly string[]
  figures: readonly string[]
  /** Where they are not those of all. */
  own?: readonly number[]
  expected: (grain: number) => string
}[] = [
  {
    table: 'rollup',
    keys: rollupDimensions,
    figures: sumColumns,
    expected: from('expected_sum', rollupDimensions, sums(sumColumns)),
  },
  {
    table: 'rollup_bin',
    keys: binKeys,
    figures: ['count'],
    own: binGrains,
    expected: from('expected_bin', binKeys, sums(['count'])),
  },
  {
    table: 'rollup_score',
    keys: [...scoreKeys, 'label', 'data_type'],
    figures: ['count', 'sum', 'sum_squares'],
    expected: from(
      'expected_score',
      [...scoreKeys, 'label', 'data_type'],
      'count(*) as count, coalesce(sum(value), 0) as sum, coalesce(sum(value * value), 0) as sum_squares',
    ),
  },
  {
    table: 'rollup_score_bin',
    keys: [...scoreKeys, 'value'],
    figures: ['count'],
    expected: from(
      "(select at, environment, agent, framework, release, name, source, score_bin(value) as value from expected_score where data_type = 'numeric' and value is not null) as binned",
      [...scoreKeys, 'value'],
      'count(*) as count',
    ),
  },
  {
    table: 'rollup_by_agent',
    keys: agentDimensions,
    figures: ['traces', ...agentColumns],
    expected: from(ofAgents, agentDimensions, sums(['traces', ...agentColumns])),
  },
  {
    table: 'rollup_scored',
    keys: scoredKeys,
    figures: ['traces'],
    expected: from(scored, scoredKeys, 'count(*) as traces'),
  },
  {
    table: 'rollup_cost',
    keys: costKeys,
    figures: ['records', 'amount_nanos'],
    expected: from(costs, costKeys, 'count(*) as records, sum(amount_nanos) as amount_nanos'),
  },
]

const perMinute = { grain: 60, grains: false }
const promptScoreKeys = [...promptKeys, 'name', 'source']

const comparisons: readonly Comparison[] = [
  ...tables.flatMap(({ own = rollupGrains, expected, ...table }) =>
    own.map(grain => ({ ...table, grain, grains: true, expected: expected(grain) })),
  ),
  {
    table: 'rollup_top',
    grain: 3600,
    grains: false,
    keys: topKeys,
    figures: topColumns,
    expected: from('expected_top', topKeys, sums(topColumns))(3600),
  },
  {
    table: 'rollup_cost_top',
    grain: 3600,
    grains: false,
    keys: topKeys,
    figures: ['records', 'amount_nanos'],
    expected: from(costsOfMany, topKeys, 'count(*) as records, sum(amount_nanos) as amount_nanos')(3600),
  },
  {
    ...{ ...perMinute, table: 'rollup_prompt', keys: promptKeys, figures: promptColumns },
    expected: from('expected_prompt', promptKeys, sums(promptColumns))(60),
  },
  {
    ...{ ...perMinute, table: 'rollup_prompt_score', keys: promptScoreKeys, figures: ['count', 'sum', 'sum_squares'] },
    expected: from(
      'expected_prompt_score',
      promptScoreKeys,
      'count(*) as count, sum(value) as sum, sum(value * value) as sum_squares',
    )(60),
  },
]

/** The first difference between what the rollups hold and what should be there, in the order of time and key; null: none. */
export async function firstDifference(client: PoolClient, projectId: string): Promise<string | null> {
  for (const comparison of comparisons) {
    const { rows } = await client.query(differenceSql(comparison), [projectId])
    if (rows[0]) return sentence(comparison, rows[0])
  }
  return null
}

function differenceSql({ table, grain, grains, keys, figures, expected }: Comparison): string {
  const held = `select extract(epoch from bucket)::bigint as at, ${[...keys, ...figures].join(', ')} from ${table}
    where project_id = $1 ${grains ? `and grain = ${grain}` : ''}`
  const all = ['at', ...keys]
  return `select ${all.join(', ')}, ${figures.flatMap(name => [`coalesce(h.${name}, 0) as held_${name}`, `coalesce(e.${name}, 0) as counted_${name}`]).join(', ')}
    from (${held}) h full join (${expected}) e using (${all.join(', ')})
    where ${figures.map(name => `coalesce(h.${name}, 0) <> coalesce(e.${name}, 0)`).join(' or ')}
    order by ${all.join(', ')} limit 1`
}

function sentence({ table, grain, keys, figures }: Comparison, row: Record<string, unknown>): string {
  const at = new Date(Number(row.at) * 1000).toISOString()
  const key = keys.filter(name => row[name] !== '').map(name => `${name} ${JSON.stringify(row[name])}`)
  const wrong = figures.find(name => Number(row[`held_${name}`]) !== Number(row[`counted_${name}`])) ?? figures[0]
  return `${table}, ${grain} s from ${at}, ${key.join(', ')}: ${wrong} is ${row[`held_${wrong}`]}, counted again ${row[`counted_${wrong}`]}`
}
