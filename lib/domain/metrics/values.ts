import { nanosToUsd } from '#lib/shared/money.ts'
import { binMiddle } from '#lib/shared/statistics.ts'
import { type Measure, measureInfo } from './schemas.ts'
import { binMetrics, type Quantile } from './sql.ts'

export type BinRow = { total: string } & Record<`q${Quantile}`, number | null>

/** One row of the answer before its measures are worked out. */
export interface Group {
  key: (string | null)[]
  /** Sums by rollup column, as the database writes them; empty when no span is in the group. */
  sums: Record<string, string>
  /** Histograms by metric. */
  bins: Record<string, BinRow>
}

const sumNames = {
  requests: 'requests',
  requestErrors: 'request_errors',
  spans: 'spans',
  errors: 'errors',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cachedInputTokens: 'cached_input_tokens',
  reasoningTokens: 'reasoning_tokens',
  unpricedSpans: 'unpriced',
  unmeteredCalls: 'unmetered',
} as const satisfies Partial<Record<Measure, string>>

/** A measure of a group: a number, US dollars as a decimal string, or null when nobody knows. */
export function measureValue(measure: Measure, group: Group): number | string | null {
  const sum = (name: string) => Number(group.sums[name] ?? 0)
  switch (measure) {
    case 'errorRate':
      return sum('requests') === 0 ? null : sum('request_errors') / sum('requests')
    case 'cost':
      return costUnknown(group) ? null : nanosToUsd(costOf(group))
    case 'costPerRequest':
      if (sum('requests') === 0 || costUnknown(group)) return null
      return nanosToUsd(divided(costOf(group), BigInt(sum('requests'))))
    case 'inputTokens':
    case 'outputTokens':
      return sum(sumNames[measure]) === 0 && sum('unmetered') > 0 ? null : sum(sumNames[measure])
    default:
      return measure in sumNames ? sum(sumNames[measure as keyof typeof sumNames]) : histogramValue(measure, group)
  }
}

const costOf = (group: Group) => BigInt(group.sums.cost_nanos ?? 0)

/** Nothing could be priced: a total of 0 would be a claim. */
function costUnknown({ sums }: Group): boolean {
  return Number(sums.cost_nanos ?? 0) === 0 && Number(sums.unpriced ?? 0) + Number(sums.unmetered ?? 0) > 0
}

/** Rounded half away from zero. */
function divided(sum: bigint, count: bigint): bigint {
  const half = sum < 0n ? -count / 2n : count / 2n
  return (sum + half) / count
}

function histogramValue(measure: Measure, group: Group): number | string | null {
  const [metric, quantile] = binMetrics[measure] ?? []
  const bins = metric === undefined ? undefined : group.bins[metric]
  if (quantile === null) return Number(bins?.total ?? 0)
  const bin = bins && quantile ? bins[`q${quantile}`] : null
  if (bin === null || bin === undefined) return null
  switch (measureInfo(measure).unit) {
    case 'ms':
      return Math.round(binMiddle(bin)) / 1000
    case 'usd':
      return nanosToUsd(BigInt(Math.round(binMiddle(bin))))
    default:
      return binMiddle(bin, true)
  }
}
