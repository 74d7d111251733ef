import {
  agentDimensions,
  agentSums,
  binGrains,
  type RunHistogram,
  rollupDimensions,
  rollupGrains,
  type SpanHistogram,
  type SpanSum,
  sumMeasures,
  type TraceSum,
} from '#lib/domain/traces/measures.ts'

const cost = 'coalesce(s.reported_cost_nanos, s.computed_cost_nanos)'
const counted = (value: string) => `coalesce(sum(${value}) filter (where s.counted), 0)`
const computed = (part: string) => counted(`case when s.reported_cost_nanos is null then ${part} end`)
const where = (condition: string) => `count(*) filter (where ${condition})`

/** What spans `s` add, by measure. */
const spanSums: Record<SpanSum, string> = {
  spans: 'count(*)',
  errors: where("s.status = 'error'"),
  requests: where('s.request'),
  requestErrors: where("s.request and s.status = 'error'"),
  inputTokens: counted('s.input_tokens'),
  outputTokens: counted('s.output_tokens'),
  cachedInputTokens: counted('s.cached_input_tokens'),
  cacheWriteTokens: counted('s.cache_write_tokens'),
  reasoningTokens: counted('s.reasoning_tokens'),
  cost: counted(cost),
  freshInputCost: computed('s.fresh_cost_nanos'),
  cachedInputCost: computed('s.cached_cost_nanos'),
  cacheWriteCost: computed('s.cache_write_cost_nanos'),
  outputCost: computed('s.output_cost_nanos'),
  reasoningCost: computed('s.reasoning_cost_nanos'),
  unpricedSpans: where(`s.counted and ${cost} is null`),
  unmeteredCalls: where('s.unmetered'),
}
const spanBins: Record<SpanHistogram, string> = {
  latency_us: 's.end_us - s.start_us',
  request_us: 'case when s.request then s.end_us - s.start_us end',
  ttft_us: "case when s.kind = 'llm' then s.ttft_us end",
}
/** What traces `t` add, each of them a run by itself. */
const runBins: Record<RunHistogram, string> = {
  run_steps: 't.llm_calls + t.tool_calls',
  run_tokens: 'coalesce(t.input_tokens + t.output_tokens, t.input_tokens, t.output_tokens)',
  run_cost_nanos: 't.cost_nanos',
}
const traceSums: Record<TraceSum, string> = {
  traces: 'count(*)',
  errors: where("t.status = 'error'"),
  inputTokens: 'coalesce(sum(t.input_tokens), 0)',
  outputTokens: 'coalesce(sum(t.output_tokens), 0)',
  cost: 'coalesce(sum(t.cost_nanos), 0)',
  unpricedSpans: 'coalesce(sum(t.unpriced_spans), 0)',
  unmeteredCalls: 'coalesce(sum(t.unmetered_calls), 0)',
}

type Dimension = (typeof rollupDimensions)[number]
const ofSpan: Record<Dimension, string> = {
  environment: 's.environment',
  agent: 's.agent',
  framework: 's.framework',
  release: 's.release',
  kind: 's.kind',
  model: 's.model',
  tool: 's.tool',
  provider: 's.provider',
}
/** A run belongs to no one kind, model, tool or provider. */
const ofRun: Record<Dimension, string> = { ...ofTrace(), kind: "'run'", model: "''", tool: "''", provider: "''" }

function ofTrace() {
  return { environment: 't.environment', agent: 't.agent', framework: 't.framework', release: 't.release' }
}

const bucket = (us: string, seconds: number | string) => `to_timestamp(${us} / 1000000 / ${seconds} * ${seconds})`
const key = (columns: Record<Dimension, string>) => rollupDimensions.map(name => `coalesce(${columns[name]}, '')`)
const spans = 'from span s where s.project_id = $1 and s.day = $2::date'
const traces = 'from trace t where t.project_id = $1 and t.day = $2::date'
const each = (grains: readonly number[]) =>
  `cross join (values ${grains.map(grain => `(${grain})`).join(', ')}) as grains(g)`
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i).join(', ')

/** Adds to rows that the day before left in the first minutes of this one. */
function adding(table: string, keys: readonly string[], columns: readonly string[], select: string): string {
  const sums = columns.map(column => `${column} = r.${column} + excluded.${column}`)
  return `insert into ${table} as r (${[...keys, ...columns].join(', ')}) ${select}
    on conflict (${keys.join(', ')}) do update set ${sums.join(', ')}`
}

const bins = (from: string, us: string, columns: Record<Dimension, string>, values: Record<string, string>) =>
  `select g, ${bucket(us, 'g')}, ${key(columns).join(', ')}, v.metric, floor(ln(v.value) / ln(1.1::float8))::int as bin
   ${from.replace(
     ' where',
     ` ${each(binGrains)} cross join lateral (values ${Object.entries(values)
       .map(([name, value]) => `('${name}', (${value})::float8)`)
       .join(', ')}) as v(metric, value) where`,
   )} and v.value is not null`

const columnsOf = (sums: Record<string, string>) =>
  Object.keys(sums).map(name => sumMeasures[name as keyof typeof sumMeasures].column)
const keys = ['project_id', 'grain', 'bucket', ...rollupDimensions]

const agentKeys = ['project_id', 'grain', 'bucket', ...agentDimensions]
const agentKey = (columns: Record<(typeof agentDimensions)[number], string>) =>
  agentDimensions.map(name => `coalesce(${columns[name]}, '')`).join(', ')

/** Statements that fill the rollups from the spans and traces of a day. $1 project, $2 day. */
export const rollupRows: readonly string[] = [
  adding(
    'rollup',
    keys,
    columnsOf(spanSums),
    `select $1, g, ${bucket('s.start_us', 'g')}, ${key(ofSpan).join(', ')}, ${Object.values(spanSums).join(', ')}
     ${spans.replace(' where', ` ${each(rollupGrains)} where`)} group by ${numbers(2, keys.length)}`,
  ),
  adding(
    'rollup_bin',
    [...keys, 'metric', 'bin'],
    ['count'],
    `select $1, b.*, count(*) from (${bins(spans, 's.start_us', ofSpan, spanBins)} union all ${bins(traces, 't.start_us', ofRun, runBins)}) b
     group by ${numbers(2, keys.length + 2)}`,
  ),
  adding(
    'rollup_by_agent',
    agentKeys,
    ['traces'],
    `select $1, g, ${bucket('t.start_us', 'g')}, ${agentKey(ofTrace())}, count(*)
     ${traces.replace(' where', ` ${each(rollupGrains)} where`)} group by 2, 3, 4, 5, 6, 7`,
  ),
  adding(
    'rollup_by_agent',
    agentKeys,
    agentSums.map(name => sumMeasures[name].column),
    `select $1, g, ${bucket('s.start_us', 'g')}, ${agentKey(ofSpan)}, ${agentSums.map(name => spanSums[name]).join(', ')}
     ${spans.replace(' where', ` ${each(rollupGrains)} where`)} group by 2, 3, 4, 5, 6, 7`,
  ),
  adding(
    'rollup_top',
    ['project_id', 'bucket', 'environment', 'dimension', 'value'],
    columnsOf(traceSums),
    `select $1, ${bucket('t.start_us', 3600)}, coalesce(t.environment, ''), d.dimension, d.value, ${Object.values(traceSums).join(', ')}
     ${traces.replace(
       ' where',
       ` cross join lateral (select 'user', t.user_id union all select 'session', t.session_id union all select 'tag', unnest(t.tags)) as d(dimension, value) where`,
     )} and d.value is not null group by 2, 3, 4, 5 order by 2, 3, 4, 5`,
  ),
]
