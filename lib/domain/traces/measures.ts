import type { CostParts } from './canonical.ts'
import type { RunFigures } from './runs/parts.ts'
import type { SpanState } from './store/attribution/span-state.ts'
import type { TraceSummary } from './store/attribution/summarise.ts'

/** What the rollups are kept by, after the minute and in key order. */
export const rollupDimensions = [
  'environment',
  'agent',
  'framework',
  'release',
  'kind',
  'model',
  'tool',
  'provider',
] as const

/**
 * Seconds of a bucket, by which every rollup is kept: minutes, hours, and days in UTC. All are exact at every commit. Of sums
 * and histograms each grain is a partition of its own: a new one needs a migration that makes it.
 */
export const rollupGrains = [60, 3600, 86_400] as const
/** Histograms have many rows a bucket, and so weeks too. These begin on Thursdays, as the epoch did. */
export const binGrains = [...rollupGrains, 604_800] as const
export type RollupGrain = (typeof binGrains)[number]

/** A span as the rollups see it. Of a span that is not counted, the usage is in no total. */
export interface SpanFacts {
  span: SpanState
  /** Its usage and cost are in the totals. */
  counted: boolean
  /** It is a local root of an agent. */
  request: boolean
  failed: boolean
  /** Nano-dollars; null where the span is not counted or no price is known. */
  cost: bigint | null
  /** A model call that reports no tokens. */
  unmetered: boolean
}

export type Unit = 'count' | 'tokens' | 'usd' | 'ms' | 'ratio' | 'score'

interface SumMeasure {
  /** Its name in the database: BIGINT NOT NULL DEFAULT 0. Money is in nano-dollars. */
  column: string
  /** What a span adds to the table `rollup`, an integer; a measure without it has no column there. */
  ofSpan?: (facts: SpanFacts) => number
  /** What a trace adds to the table `rollup_top`, an integer; a measure without it has no column there. */
  ofTrace?: (trace: TraceSummary) => number
  unit: Unit
  /** Which way is good; null where neither is. */
  better: 'lower' | 'higher' | null
  description: string
  /** Measures that count what is missing in this sum. While one of them is above 0, a sum of 0 is unknown. */
  leavesOut?: readonly ('unpricedSpans' | 'unmeteredCalls')[]
}

type TokenPart = 'input' | 'output' | 'cachedInput' | 'cacheWrite' | 'reasoning'
const usageOf = ({ counted, span }: SpanFacts, part: TokenPart) => (counted ? (span[part] ?? 0) : 0)

/** A share of the cost, where the price list has the rate of each part; a client's own figure has no shares. */
const partOfCost = <Column extends string>(part: keyof CostParts, column: Column, what: string) =>
  ({
    column,
    ofSpan: ({ counted, span }: SpanFacts) =>
      counted && span.reportedCost === null ? (span.costParts?.[part] ?? 0) : 0,
    unit: 'usd',
    better: 'lower',
    description: `Part of cost: ${what}. The parts add up to cost, less what clients reported themselves or no rate splits`,
  }) as const satisfies SumMeasure

/**
 * Every sum that the rollups keep, by its name in the API. This is the one place that lists them: the columns written,
 * what spans and traces add, what a query may ask for and the names of the recount in tests all follow from it. A new
 * row needs a migration that adds its columns.
 */
export const sumMeasures = {
  traces: { column: 'traces', ofTrace: () => 1, unit: 'count', better: null, description: 'Traces' },
  requests: {
    column: 'requests',
    ofSpan: facts => Number(facts.request),
    unit: 'count',
    better: null,
    description: 'Local root spans of an agent',
  },
  requestErrors: {
    column: 'request_errors',
    ofSpan: facts => Number(facts.request && facts.failed),
    unit: 'count',
    better: 'lower',
    description: 'Requests whose root span failed',
  },
  spans: {
    column: 'spans',
    ofSpan: () => 1,
    unit: 'count',
    better: null,
    description: 'Spans, framework messages left out',
  },
  errors: {
    column: 'errors',
    ofSpan: facts => Number(facts.failed),
    ofTrace: trace => Number(trace.status === 'error'),
    unit: 'count',
    better: 'lower',
    description: 'Spans that failed',
  },
  inputTokens: {
    column: 'input_tokens',
    ofSpan: facts => usageOf(facts, 'input'),
    ofTrace: trace => trace.input ?? 0,
    unit: 'tokens',
    better: null,
    description: 'Each model call counted once; null when no call in it reported tokens',
    leavesOut: ['unmeteredCalls'],
  },
  outputTokens: {
    column: 'output_tokens',
    ofSpan: facts => usageOf(facts, 'output'),
    ofTrace: trace => trace.output ?? 0,
    unit: 'tokens',
    better: null,
    description: 'As inputTokens',
    leavesOut: ['unmeteredCalls'],
  },
  cachedInputTokens: {
    column: 'cached_input_tokens',
    ofSpan: facts => usageOf(facts, 'cachedInput'),
    unit: 'tokens',
    better: null,
    description: 'Part of inputTokens',
  },
  cacheWriteTokens: {
    column: 'cache_write_tokens',
    ofSpan: facts => usageOf(facts, 'cacheWrite'),
    unit: 'tokens',
    better: null,
    description: 'Part of inputTokens: written to the cache',
  },
  reasoningTokens: {
    column: 'reasoning_tokens',
    ofSpan: facts => usageOf(facts, 'reasoning'),
    unit: 'tokens',
    better: null,
    description: 'Part of outputTokens',
  },
  cost: {
    column: 'cost_nanos',
    ofSpan: facts => Number(facts.cost ?? 0n),
    ofTrace: trace => Number(trace.cost ?? 0n),
    unit: 'usd',
    better: 'lower',
    description: 'Each model call counted once; null when none of its calls could be priced',
    leavesOut: ['unpricedSpans', 'unmeteredCalls'],
  },
  freshInputCost: partOfCost('fresh', 'fresh_cost_nanos', 'input that did not come from the cache'),
  cachedInputCost: partOfCost('cached', 'cached_cost_nanos', 'input that came from the cache'),
  cacheWriteCost: partOfCost('written', 'cache_write_cost_nanos', 'input written to the cache'),
  outputCost: partOfCost('output', 'output_cost_nanos', 'output without reasoning'),
  reasoningCost: partOfCost('reasoning', 'reasoning_cost_nanos', 'reasoning'),
  unpricedSpans: {
    column: 'unpriced',
    ofSpan: facts => Number(facts.counted && facts.cost === null),
    ofTrace: trace => trace.unpricedSpans,
    unit: 'count',
    better: 'lower',
    description: 'Calls that are not in cost, because no price is known',
  },
  unmeteredCalls: {
    column: 'unmetered',
    ofSpan: facts => Number(facts.unmetered),
    ofTrace: trace => trace.unmeteredCalls,
    unit: 'count',
    better: 'lower',
    description: 'Model calls that reported no tokens',
  },
} as const satisfies Record<string, SumMeasure>

interface PromptMeasure {
  /** Its name in the database, NOT NULL DEFAULT 0: BIGINT, squares NUMERIC. */
  column: string
  type: 'bigint' | 'numeric'
  /** What a trace adds, a whole number. Money is in nano-dollars. */
  ofTrace: (trace: TraceSummary) => bigint
}

/**
 * What the minutes of a version of a prompt keep of the traces that used it and no other version of that prompt, in the
 * table `rollup_prompt`: what the gates of a rollout need. A trace counts in the minute in which it began.
 */
export const promptMeasures = {
  traces: { column: 'traces', type: 'bigint', ofTrace: () => 1n },
  errors: { column: 'errors', type: 'bigint', ofTrace: trace => BigInt(trace.status === 'error') },
  pricedTraces: { column: 'priced', type: 'bigint', ofTrace: trace => BigInt(trace.cost !== null) },
  cost: { column: 'cost_nanos', type: 'bigint', ofTrace: trace => trace.cost ?? 0n },
  costSquares: { column: 'cost_squares', type: 'numeric', ofTrace: trace => (trace.cost ?? 0n) ** 2n },
} as const satisfies Record<string, PromptMeasure>

interface Histogram {
  /** The value of a span, or none; a histogram has this or `ofRun`. */
  ofSpan?: (facts: SpanFacts) => number | null
  /** The value of a run, or none. */
  ofRun?: (run: RunFigures) => number | null
  /** Begins the names of its percentiles in the API: latency gives latencyP50 and so on. */
  measure: string
  percentiles: readonly (50 | 95 | 99)[]
  unit: Unit
  /** Known per run only, whose figures belong to no one kind, model or tool. */
  whole: boolean
  description: string
}

/** Every histogram that the rollups keep, by its name in the table `rollup_bin`. A new row needs no migration. */
export const histograms = {
  latency_us: {
    ofSpan: facts => durationOf(facts.span),
    measure: 'latency',
    percentiles: [50, 95, 99],
    unit: 'ms',
    whole: false,
    description: 'Duration of spans',
  },
  request_us: {
    ofSpan: facts => (facts.request ? durationOf(facts.span) : null),
    measure: 'requestLatency',
    percentiles: [50, 95, 99],
    unit: 'ms',
    whole: false,
    description: 'Duration of requests',
  },
  ttft_us: {
    ofSpan: ({ span }) => (span.kind === 'llm' ? span.ttftUs : null),
    measure: 'timeToFirstToken',
    percentiles: [50, 95],
    unit: 'ms',
    whole: false,
    description: 'Time until the first token of a streamed answer, for model calls that report it',
  },
  run_steps: {
    ofRun: run => run.llmCalls + run.toolCalls,
    measure: 'stepsPerRun',
    percentiles: [50, 95],
    unit: 'count',
    whole: true,
    description: 'Model and tool calls of a run',
  },
  run_tokens: {
    ofRun: run => (run.input === null && run.output === null ? null : (run.input ?? 0) + (run.output ?? 0)),
    measure: 'tokensPerRun',
    percentiles: [50, 95],
    unit: 'tokens',
    whole: true,
    description: 'Tokens of a run',
  },
  run_cost_nanos: {
    ofRun: run => (run.cost === null ? null : Number(run.cost)),
    measure: 'costPerRun',
    percentiles: [50, 95],
    unit: 'usd',
    whole: true,
    description: 'Cost of a run',
  },
} as const satisfies Record<string, Histogram>

const durationOf = (span: SpanState) => (span.endUs === null ? null : span.endUs - span.startUs)

type Having<Table, Key extends string> = {
  [Name in keyof Table]: Table[Name] extends Record<Key, unknown> ? Name : never
}[keyof Table]
const having = <Table extends object, Key extends string>(table: Table, key: Key) =>
  Object.entries(table).flatMap(([name, row]) => (key in row ? [name] : [])) as Having<Table, Key>[]

export type SpanSum = Having<typeof sumMeasures, 'ofSpan'>
export type TraceSum = Having<typeof sumMeasures, 'ofTrace'>
export type HistogramName = keyof typeof histograms
export type SpanHistogram = Having<typeof histograms, 'ofSpan'>
export type RunHistogram = Having<typeof histograms, 'ofRun'>

export type PromptSum = keyof typeof promptMeasures

/** What is kept by who did it alone, after the minute and in key order: the first of the rollups' dimensions. */
export const agentDimensions = ['environment', 'agent', 'framework', 'release'] as const

/** Sums of the table `rollup`, in its column order. */
export const spanSums = having(sumMeasures, 'ofSpan')
/** Sums of the table `rollup_top`, by user, session and tag. */
export const traceSums = having(sumMeasures, 'ofTrace')
/** Sums that are also in the table `rollup_by_agent`: the whole work of an agent, without kind, model, tool and provider. */
export const agentSums = [
  'requests',
  'requestErrors',
  'cost',
  'unpricedSpans',
  'unmeteredCalls',
] as const satisfies readonly SpanSum[]
export const promptSums = Object.keys(promptMeasures) as PromptSum[]
export const spanHistograms = having(histograms, 'ofSpan')
export const runHistograms = having(histograms, 'ofRun')
