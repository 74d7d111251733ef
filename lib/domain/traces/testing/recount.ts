import type { RunHistogram, SpanHistogram, SpanSum, TraceSum } from '#lib/domain/traces/measures.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Table, Tables } from './rollups-of.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows of `select *`, read by column
type Row = any
/**
 * What `rollupsOf` answers, counted again from the raw spans: only what each says itself and who its parent is. Written as plainly as
 * the rules are, and slow. It takes the names of the measures from the writer and nothing else, so that a new measure
 * must be counted here too, in other code. Knows no span links and at most one run name a trace.
 */
export async function recount({ db, projectId }: Context): Promise<Tables> {
  const { rows } = await db.pool.query('select * from span where project_id = $1 order by start_us::bigint, span_id', [
    projectId,
  ])
  const tables: Tables = { sums: {}, bins: {}, tops: {} }
  const runs = new Map<string, Trace[]>()
  for (const spans of Map.groupBy(rows, row => row.trace_id).values()) {
    const trace = new Trace(spans)
    for (const span of spans) addSpan(tables, trace, span)
    addTops(tables, trace)
    // Framework chatter names the run of its trace as well as any other span.
    const key = spans.find(span => span.own_run_id !== null)?.own_run_id ?? trace.id
    runs.set(key, [...(runs.get(key) ?? []), trace])
  }
  for (const traces of runs.values()) addRun(tables, traces)
  return tables
}

/** One trace, asked one question at a time. */
class Trace {
  readonly id: string
  readonly spans: Row[]
  constructor(spans: Row[]) {
    this.spans = spans
    this.id = spans[0].trace_id
  }
  parent = (span: Row): Row => this.spans.find(other => other.span_id === span.parent_span_id)
  above = (span: Row): Row[] => {
    const parent = this.parent(span)
    return parent ? [parent, ...this.above(parent)] : []
  }
  below = (span: Row): Row[] => this.spans.filter(other => this.above(other).includes(span))
  own = (span: Row, key: string): string | null =>
    [span, ...this.above(span)].find(one => one[`own_${key}`] !== null)?.[`own_${key}`] ?? null
  agent = (span: Row) => this.weak(span, 'agent', 'service_name')
  release = (span: Row) => this.weak(span, 'release', 'service_version')
  /** A service's name counts where neither the span nor an ancestor has a better word; it is inherited too. */
  weak = (span: Row, key: string, service: string): string | null => {
    const parent = this.parent(span)
    return span[`own_${key}`] ?? (parent ? this.weak(parent, key, service) : null) ?? span[service]
  }
  /** What is straight inside a span: all that chains and framework spans, and spans of its own kind, lead to. */
  inside = (span: Row): Row[] =>
    this.spans
      .filter(one => one.parent_span_id === span.span_id && [span.kind, 'chain', 'other'].includes(one.kind))
      .flatMap(one => [one, ...this.inside({ ...one, kind: span.kind })])
  /**
   * A model call gives way to its own usage told again inside it: by a call, or by a chain that sums up nothing below it.
   * Everything else gives way to whatever is below it.
   */
  counted = (span: Row) => {
    if (!claims(span) || this.repeats(span)) return false
    if (span.kind !== 'llm' && span.kind !== 'embedding') return !this.below(span).some(claims)
    return !this.inside(span).some(one => claims(one) && (one.kind === span.kind || !this.below(one).some(claims)))
  }
  request = (span: Row) => {
    const visible = this.above(span).find(one => !one.noise)
    return (
      !span.noise &&
      span.operation !== 'create_agent' &&
      this.agent(span) !== null &&
      (!visible || this.agent(visible) !== this.agent(span))
    )
  }
  call = (span: Row) =>
    span.kind === 'llm' &&
    !span.noise &&
    !this.inside(span).some(one => one.kind === 'llm' && !one.noise) &&
    !this.repeats(span)
  /**
   * Another instrumentation beside this one tells of the same answer at the same time, with usage or later. No agent
   * stands for a model call: with its sum of tokens in the place of a silent call, the call would be none.
   */
  repeats = (span: Row): boolean =>
    span.response_id !== null &&
    (span.kind === 'llm' || claims(span)) &&
    this.spans.some(
      other =>
        other.response_id === span.response_id &&
        (other.kind === 'llm' || (claims(other) && span.kind !== 'llm')) &&
        other.scope_name !== span.scope_name &&
        overlap(span, other) &&
        !this.above(span).includes(other) &&
        !this.above(other).includes(span) &&
        compare(this.weight(other), this.weight(span)) > 0 &&
        !this.repeats(other),
    )
  weight = (span: Row) => [
    Number(claims(span)),
    Number(span.kind === 'llm'),
    Number(span.start_us),
    -Number.parseInt(span.span_id, 16),
  ]
  /** A call without tokens, of which no model span straight around it tells any. */
  unmetered = (span: Row) => {
    if (!this.call(span)) return false
    const around = this.above(span)
    const end = around.findIndex(one => !['llm', 'chain', 'other'].includes(one.kind))
    return ![span, ...(end < 0 ? around : around.slice(0, end))].some(
      one => one.kind === 'llm' && (one.input_tokens !== null || one.output_tokens !== null),
    )
  }
  shown = () => (this.spans.some(span => !span.noise) ? this.spans.filter(span => !span.noise) : this.spans)
  root = () =>
    this.shown().find(span => span.parent_span_id === null) ??
    this.shown().find(span => !this.parent(span)) ??
    this.shown()[0]
  first = (read: (span: Row) => string | null) =>
    [this.root(), ...this.shown()].map(read).find(value => value !== null) ?? null
  sum = (column: string) => this.spans.filter(this.counted).reduce((sum, span) => sum + Number(span[column] ?? 0), 0)
  knows = (column: string) => this.spans.some(span => this.counted(span) && span[column] !== null)
  cost = () => this.spans.filter(this.counted).reduce((sum, span) => sum + Number(costOf(span) ?? 0), 0)
  start = () => Math.min(...this.spans.map(span => Number(span.start_us)))
}

const compare = (a: number[], b: number[]) => a.map((value, i) => value - (b[i] ?? 0)).find(d => d !== 0) ?? 0
const end = (span: Row) => Number(span.end_us ?? span.start_us)
const overlap = (a: Row, b: Row) => Number(a.start_us) <= end(b) && Number(b.start_us) <= end(a)
const costOf = (span: Row) => span.reported_cost_nanos ?? span.computed_cost_nanos
const claims = (span: Row) => span.input_tokens !== null || span.output_tokens !== null || costOf(span) !== null
const bin = (value: number) => (value < 1 ? -1 : Math.floor(Math.log(value) / Math.log(1.1)))
const at = (us: number, grain: number) =>
  new Date(Math.floor(us / 1e6 / grain) * grain * 1000).toISOString().slice(0, 16).replace('T', ' ')

function add<Name extends string>(table: Table<Name>, key: unknown[], figures: Record<Name, number>): void {
  const names = Object.keys(figures) as Name[]
  if (names.every(name => figures[name] === 0)) return
  const id = key.map(part => part ?? '').join('|')
  const before = table[id]
  table[id] = before ? { ...before } : { ...figures }
  if (before) for (const name of names) table[id][name] = before[name] + figures[name]
}

function addBins(bins: Tables['bins'], key: unknown[], values: Record<string, number | null>): void {
  for (const [histogram, value] of Object.entries(values)) {
    if (value !== null) add(bins, [...key, histogram, bin(value)], { count: 1 })
  }
}

function addSpan(tables: Tables, trace: Trace, span: Row): void {
  const counted = trace.counted(span)
  if (span.noise && !counted) return
  const request = trace.request(span)
  const failed = span.status === 'error'
  const usage = (column: string) => (counted ? Number(span[column] ?? 0) : 0)
  const share = (column: string) => (span.reported_cost_nanos === null ? usage(column) : 0)
  const sums: Record<SpanSum, number> = {
    spans: 1,
    errors: Number(failed),
    requests: Number(request),
    requestErrors: Number(request && failed),
    inputTokens: usage('input_tokens'),
    outputTokens: usage('output_tokens'),
    cachedInputTokens: usage('cached_input_tokens'),
    cacheWriteTokens: usage('cache_write_tokens'),
    reasoningTokens: usage('reasoning_tokens'),
    cost: counted ? Number(costOf(span) ?? 0) : 0,
    freshInputCost: share('fresh_cost_nanos'),
    cachedInputCost: share('cached_cost_nanos'),
    cacheWriteCost: share('cache_write_cost_nanos'),
    outputCost: share('output_cost_nanos'),
    reasoningCost: share('reasoning_cost_nanos'),
    unpricedSpans: Number(counted && costOf(span) === null),
    unmeteredCalls: Number(trace.unmetered(span)),
  }
  const us = span.end_us === null ? null : Number(span.end_us) - Number(span.start_us)
  const values: Record<SpanHistogram, number | null> = { latency_us: us, request_us: request ? us : null }
  for (const grain of [60, 3600]) {
    const key = [
      grain,
      at(Number(span.start_us), grain),
      trace.own(span, 'environment'),
      trace.agent(span),
      trace.own(span, 'framework'),
      trace.release(span),
      span.kind,
      span.model,
      span.tool,
      span.provider,
    ]
    add(tables.sums, key, sums)
    addBins(tables.bins, key, values)
  }
}

function addTops({ tops }: Tables, trace: Trace): void {
  const figures: Record<TraceSum, number> = {
    traces: 1,
    errors: Number(trace.root().status === 'error'),
    inputTokens: trace.sum('input_tokens'),
    outputTokens: trace.sum('output_tokens'),
    cost: trace.cost(),
    unpricedSpans: trace.spans.filter(span => trace.counted(span) && costOf(span) === null).length,
    unmeteredCalls: trace.spans.filter(trace.unmetered).length,
  }
  const environment = trace.first(span => trace.own(span, 'environment'))
  const put = (dimension: string, value: string | null) =>
    value !== null && add(tops, [at(trace.start(), 3600), environment, dimension, value], figures)
  put(
    'user',
    trace.first(span => trace.own(span, 'user_id')),
  )
  put(
    'session',
    trace.first(span => trace.own(span, 'session_id')),
  )
  for (const tag of new Set<string>(trace.spans.flatMap(span => span.tags))) put('tag', tag)
}

function addRun({ bins }: Tables, traces: Trace[]): void {
  const ordered = [...traces].sort((a, b) => a.start() - b.start() || (a.id < b.id ? -1 : 1))
  const spans = traces.flatMap(trace => trace.spans.filter(span => !span.noise))
  if (!spans.some(span => span.operation !== 'create_agent')) return
  const first = (read: (trace: Trace) => string | null) => ordered.map(read).find(value => value !== null) ?? null
  const steps = traces.flatMap(trace =>
    trace.shown().filter(span => trace.call(span) || (span.kind === 'tool' && !span.noise)),
  )
  const total = (read: (trace: Trace) => number) => traces.reduce((sum, trace) => sum + read(trace), 0)
  const metered = traces.some(trace => trace.knows('input_tokens') || trace.knows('output_tokens'))
  const priced = traces.some(trace => trace.spans.some(span => trace.counted(span) && costOf(span) !== null))
  const values: Record<RunHistogram, number | null> = {
    run_steps: steps.length,
    run_tokens: metered ? total(trace => trace.sum('input_tokens') + trace.sum('output_tokens')) : null,
    run_cost_nanos: priced ? total(trace => trace.cost()) : null,
  }
  for (const grain of [60, 3600]) {
    const key = [
      grain,
      at(ordered[0]?.start() ?? 0, grain),
      first(trace => trace.first(span => trace.own(span, 'environment'))),
      first(trace => trace.root().own_agent ?? trace.first(span => span.own_agent) ?? trace.first(trace.agent)),
      first(trace => trace.first(span => trace.own(span, 'framework'))),
      first(trace => trace.first(trace.release)),
      'run',
      '',
      '',
      '',
    ]
    addBins(bins, key, values)
  }
}
