import { z } from 'zod'
import { buckets } from '#lib/shared/bucket.ts'
import { instant } from '#lib/shared/instant.ts'

/** What the rollups are kept by. */
export const dimensions = ['environment', 'agent', 'framework', 'release', 'kind', 'model', 'tool'] as const
export type Dimension = (typeof dimensions)[number]

export type Unit = 'count' | 'tokens' | 'usd' | 'ms' | 'ratio'

interface MeasureInfo {
  unit: Unit
  /** What a bucket without any row holds: a count of nothing is 0, a rate or a percentile of nothing is unknown. */
  empty: 0 | null
  /** Known per run or request only, whose figures belong to no one kind, model or tool. */
  whole: boolean
  /** Which way is good; null where neither is. */
  better: 'lower' | 'higher' | null
  description: string
}

const sum = (unit: Unit, description: string, better: MeasureInfo['better'] = null): MeasureInfo => ({
  unit,
  empty: 0,
  whole: false,
  better,
  description,
})
const quantile = (unit: Unit, whole: boolean, description: string): MeasureInfo => ({
  unit,
  empty: null,
  whole,
  better: 'lower',
  description,
})

/** Every measure of the rollups, with what a reader needs to draw it. */
const measureTable = {
  runs: { ...sum('count', 'Executions of an agent, by the minute they began'), whole: true },
  requests: sum('count', 'Local root spans of an agent'),
  requestErrors: sum('count', 'Requests whose root span failed', 'lower'),
  errorRate: { ...quantile('ratio', false, 'requestErrors / requests; null without requests') },
  spans: sum('count', 'Spans, framework messages left out'),
  errors: sum('count', 'Spans that failed', 'lower'),
  inputTokens: sum('tokens', 'Each model call counted once; null when calls in it told no tokens and none did'),
  outputTokens: sum('tokens', 'As inputTokens'),
  cachedInputTokens: sum('tokens', 'Part of inputTokens'),
  reasoningTokens: sum('tokens', 'Part of outputTokens'),
  cost: sum('usd', 'Each model call counted once; null when none of its calls could be priced', 'lower'),
  unpricedSpans: sum('count', 'Calls that cost leaves out, because no price is known', 'lower'),
  unmeteredCalls: sum('count', 'Model calls that told no tokens', 'lower'),
  costPerRequest: { ...quantile('usd', true, 'cost / requests, rounded to a nano-dollar') },
  latencyP50: quantile('ms', false, 'Duration of spans, median'),
  latencyP95: quantile('ms', false, 'Duration of spans, 95th percentile'),
  latencyP99: quantile('ms', false, 'Duration of spans, 99th percentile'),
  requestLatencyP50: quantile('ms', false, 'Duration of requests, median'),
  requestLatencyP95: quantile('ms', false, 'Duration of requests, 95th percentile'),
  requestLatencyP99: quantile('ms', false, 'Duration of requests, 99th percentile'),
  stepsPerRunP50: quantile('count', true, 'Model and tool calls of a run, median'),
  stepsPerRunP95: quantile('count', true, 'Model and tool calls of a run, 95th percentile'),
  tokensPerRunP50: quantile('tokens', true, 'Tokens of a run, median'),
  tokensPerRunP95: quantile('tokens', true, 'Tokens of a run, 95th percentile'),
  costPerRunP50: quantile('usd', true, 'Cost of a run, median'),
  costPerRunP95: quantile('usd', true, 'Cost of a run, 95th percentile'),
} as const satisfies Record<string, MeasureInfo>

export type Measure = keyof typeof measureTable
export const measures = Object.keys(measureTable) as [Measure, ...Measure[]]
export const measureInfo = (measure: Measure): MeasureInfo => measureTable[measure]

const wanted = z.string().max(200).nullable().meta({ description: 'null: spans that do not say' })
const filterValue = z.union([wanted, z.array(wanted).min(1).max(50)]).optional()

export const metricsQuery = z
  .strictObject({
    measures: z
      .array(z.enum(measures))
      .min(1)
      .max(12)
      .refine(list => new Set(list).size === list.length, 'each measure once'),
    by: z
      .array(z.enum(dimensions))
      .max(3)
      .refine(list => new Set(list).size === list.length, 'each dimension once')
      .default([]),
    filter: z
      .strictObject({
        environment: filterValue,
        agent: filterValue,
        framework: filterValue,
        release: filterValue,
        kind: filterValue,
        model: filterValue,
        tool: filterValue,
      })
      .default({}),
    from: instant.meta({ description: 'Moved back to the start of its bucket' }),
    to: instant.meta({ description: 'Exclusive; moved on to the end of its bucket. At most 400 days after from' }),
    bucket: z
      .enum(buckets)
      .default('none')
      .meta({ description: 'In UTC. At most 1,500 of them; none: one row a group' }),
  })
  .meta({ id: 'MetricsQuery' })
export type MetricsQuery = z.output<typeof metricsQuery>

const column = z.strictObject({
  name: z.string(),
  kind: z.enum(['time', 'dimension', 'measure']),
  unit: z.enum(['count', 'tokens', 'usd', 'ms', 'ratio']).nullable(),
})

export const metricsAnswer = z
  .strictObject({
    columns: z.array(column).meta({ description: 'bucket (unless none), the dimensions, the measures, in this order' }),
    rows: z
      .array(z.array(z.union([z.string(), z.number(), z.null()])))
      .meta({ description: 'Only what has data; sorted by bucket, then by the dimensions. Money is a decimal string' }),
    from: instant,
    to: instant.meta({ description: 'What the rows cover: whole buckets' }),
    complete: z.boolean().meta({ description: 'false while the last bucket still fills' }),
  })
  .meta({ id: 'MetricsAnswer' })
export type MetricsAnswer = z.output<typeof metricsAnswer>
