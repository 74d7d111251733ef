import type { ChartMarker } from '#components/kit/chart/markers.ts'
import type { ChartInput } from '#components/kit/chart/prepare.ts'
import type { Metrics } from '#lib/domain/metrics/use-metrics.ts'

interface Input {
  /** Cost by bucket and model. */
  models: Metrics
  /** Other costs by bucket and kind. */
  others: Metrics
  bucketMs: number
  ahead?: readonly { at: string; expected: string; low: string; high: string }[] | undefined
  markers: readonly ChartMarker[]
}

/** What the chart of a range shows: tokens by model, and all other costs as one series. */
export function chartInput({ models, others, bucketMs, ahead = [], markers }: Input): ChartInput {
  const kinds = [...new Set(others.rows.map(([, kind]) => String(kind)))].sort()
  const apart = kinds.length > 0 ? `not tokens: ${kinds.join(', ')}` : undefined
  const to = Date.parse(models.to)
  return {
    unit: 'usd',
    empty: 0,
    additive: true,
    from: Date.parse(models.from),
    to,
    bucketMs,
    now: models.complete ? to : Math.min(models.askedAt, to - 1),
    rows: [...tokens(models), ...(apart === undefined ? [] : summed(others, apart))],
    ...(apart === undefined ? {} : { apart }),
    ahead: ahead.map(day => ({
      at: Date.parse(day.at),
      value: Number(day.expected),
      low: Number(day.low),
      high: Number(day.high),
    })),
    markers,
  }
}

/** Spans without a model cost nothing, unless a client reports a cost: only then they are a series. */
function tokens({ rows }: Metrics): ChartInput['rows'] {
  return rows
    .map(([at, model, usd]) => ({
      at: Date.parse(String(at)),
      series: model === null ? 'no model' : String(model),
      value: usd === null || usd === undefined ? null : Number(usd),
    }))
    .filter(({ value }) => value !== 0)
}

function summed({ rows }: Metrics, series: string): ChartInput['rows'] {
  const sums = new Map<number, number>()
  for (const [at, , usd] of rows) {
    const time = Date.parse(String(at))
    sums.set(time, (sums.get(time) ?? 0) + Number(usd ?? 0))
  }
  return [...sums].map(([at, value]) => ({ at, series, value }))
}
