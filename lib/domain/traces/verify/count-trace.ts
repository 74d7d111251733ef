import type { PromptSum, RunHistogram, SpanHistogram, SpanSum, TraceSum } from '#lib/domain/traces/measures.ts'
import { costOf, type RawTrace, type Row } from './raw-trace.ts'

/** Log bucket of a value, 10 % wide. */
export const binOf = (value: number): number => (value < 1 ? -1 : Math.floor(Math.log(value) / Math.log(1.1)))
const minuteOf = (us: number) => Math.floor(us / 60_000_000) * 60

export type Values<Name extends string> = Record<Name, number | null>

/** What one span adds, at a minute and under a key in the order of the rollups' dimensions. */
export interface SpanCount {
  minute: number
  key: string[]
  sums: Record<SpanSum, number>
  values: Values<SpanHistogram>
}

/**
 * Counts a span as the measures are described; null where it adds nothing. It takes the names of the measures from the
 * writer and nothing else, so that a new measure must be counted here too, in other code.
 */
export function countSpan(trace: RawTrace, span: Row): SpanCount | null {
  const counted = trace.counted(span)
  if (span.noise && !counted) return null
  const request = trace.request(span)
  const us = span.end_us === null ? null : Number(span.end_us) - Number(span.start_us)
  return {
    minute: minuteOf(Number(span.start_us)),
    key: [
      trace.own(span, 'environment'),
      trace.agent(span),
      trace.own(span, 'framework'),
      trace.release(span),
      span.kind,
      span.model,
      span.tool,
      span.provider,
    ].map(part => part ?? ''),
    sums: sumsOf(trace, span, counted, request),
    values: {
      latency_us: us,
      request_us: request ? us : null,
      ttft_us: span.kind === 'llm' && span.ttft_us !== null ? Number(span.ttft_us) : null,
    },
  }
}

function sumsOf(trace: RawTrace, span: Row, counted: boolean, request: boolean): Record<SpanSum, number> {
  const failed = span.status === 'error'
  const usage = (column: string) => (counted ? Number(span[column] ?? 0) : 0)
  const share = (column: string) => (span.reported_cost_nanos === null ? usage(column) : 0)
  return {
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
}

export interface TopCount {
  hour: number
  /** Environment, dimension, value. */
  key: string[]
  sums: Record<TraceSum, number>
}

/** What a trace adds under its user, session and tags. */
export function countTops(trace: RawTrace): TopCount[] {
  const hour = Math.floor(trace.start() / 3_600_000_000) * 3600
  const { input, output, cost } = totals(trace)
  const sums: Record<TraceSum, number> = {
    traces: 1,
    errors: Number(trace.root().status === 'error'),
    inputTokens: input ?? 0,
    outputTokens: output ?? 0,
    cost: cost ?? 0,
    unpricedSpans: trace.spans.filter(span => trace.counted(span) && costOf(span) === null).length,
    unmeteredCalls: trace.spans.filter(trace.unmetered).length,
  }
  const environment = trace.first(span => trace.own(span, 'environment')) ?? ''
  const tags = new Set<string>(trace.spans.flatMap(span => span.tags))
  const places: [string, string | null][] = [
    ['user', trace.first(span => trace.own(span, 'user_id'))],
    ['session', trace.first(span => trace.own(span, 'session_id'))],
    // A trace keeps the first fifty in order.
    ...[...tags]
      .sort()
      .slice(0, 50)
      .map((tag): [string, string] => ['tag', tag]),
  ]
  return places.flatMap(([dimension, value]) =>
    value === null ? [] : { hour, key: [environment, dimension, value], sums },
  )
}

/** A trace, where it counts as one that began and as one that was scored. */
export interface TraceCount {
  minute: number
  key: [environment: string, agent: string, framework: string, release: string]
}

export function countPlace(trace: RawTrace): TraceCount {
  const { environment, agent, framework, release } = trace.identity()
  return { minute: minuteOf(trace.start()), key: [environment ?? '', agent ?? '', framework ?? '', release ?? ''] }
}

/** What a trace adds to a version of a prompt: environment, prompt, version. */
export interface PromptCount {
  minute: number
  key: [environment: string, prompt: string, version: string]
  sums: Record<PromptSum, bigint>
}

/** What a trace adds to each version of a prompt, where it used only one version of that prompt, read from its spans. */
export function countPrompts(trace: RawTrace): PromptCount[] {
  const used = new Set<string>()
  for (const { prompt_name: name, prompt_version: version } of trace.spans) {
    const number = String(version ?? '').replace(/^v/, '')
    if (name !== null && /^[0-9]{1,9}$/.test(number)) used.add(JSON.stringify([name, String(Number(number))]))
  }
  // A trace keeps the first fifty; of more it cannot be told which it used.
  if (used.size >= 50) return []
  const { cost } = totals(trace)
  const nanos = BigInt(cost ?? 0)
  const sums = {
    ...{ traces: 1n, errors: trace.root().status === 'error' ? 1n : 0n },
    ...{ pricedTraces: cost === null ? 0n : 1n, cost: nanos, costSquares: nanos * nanos },
  }
  const environment = trace.first(span => trace.own(span, 'environment')) ?? ''
  const pairs = [...used].map((text): [string, string] => JSON.parse(text))
  return pairs
    .filter(([name]) => pairs.filter(([other]) => other === name).length === 1)
    .map(([name, version]) => ({ minute: minuteOf(trace.start()), key: [environment, name, version], sums }))
}

/** A trace's share in a run. */
export interface RunShare {
  startUs: number
  executes: boolean
  environment: string | null
  agent: string | null
  framework: string | null
  release: string | null
  steps: number
  input: number | null
  output: number | null
  cost: number | null
}

export function countShare(trace: RawTrace): RunShare {
  const steps = trace.spans.filter(span => trace.call(span) || (span.kind === 'tool' && !span.noise))
  return {
    startUs: trace.start(),
    executes: trace.spans.some(span => !span.noise && span.operation !== 'create_agent'),
    ...trace.identity(),
    steps: steps.length,
    ...totals(trace),
  }
}

/** Tokens and cost; null where no counted span reports them. */
function totals(trace: RawTrace): Pick<RunShare, 'input' | 'output' | 'cost'> {
  const counted = trace.spans.filter(trace.counted)
  const sum = (read: (span: Row) => string | null) => {
    const told = counted.map(read).filter(value => value !== null)
    return told.length === 0 ? null : told.reduce((total, value) => total + Number(value), 0)
  }
  return { input: sum(span => span.input_tokens), output: sum(span => span.output_tokens), cost: sum(costOf) }
}

/** A run from its shares, in the order of their starts: its minute, its key and its values. Null: it did no work. */
export function countRun(
  shares: readonly RunShare[],
): { minute: number; key: string[]; values: Values<RunHistogram> } | null {
  if (!shares.some(share => share.executes)) return null
  const first = (key: 'environment' | 'agent' | 'framework' | 'release') =>
    shares.map(share => share[key]).find(value => value !== null) ?? ''
  const total = (values: readonly (number | null)[]) => {
    const known = values.filter(value => value !== null)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
  }
  return {
    minute: minuteOf(Math.min(...shares.map(share => share.startUs))),
    key: [first('environment'), first('agent'), first('framework'), first('release'), 'run', '', '', ''],
    values: {
      run_steps: shares.reduce((sum, share) => sum + share.steps, 0),
      run_tokens: total(shares.flatMap(share => [share.input, share.output])),
      run_cost_nanos: total(shares.map(share => share.cost)),
    },
  }
}
