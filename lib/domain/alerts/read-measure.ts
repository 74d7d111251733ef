import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { type Measure, scoresOf } from '#lib/domain/metrics/measures.ts'
import { topOf } from '#lib/domain/metrics/rules.ts'
import type { Dimension, MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Asked, Group } from './groups.ts'

export type Filter = MetricsQuery['filter']

/** The measure that says how many values another one is based on, if the dimensions allow it. */
export function countOf(measure: Measure, { by, filter }: { by: readonly string[]; filter: object }): Measure {
  const used = [...by, ...Object.keys(filter)]
  if (scoresOf(measure) !== null) return 'scores'
  if (used.includes('costKind')) return 'otherCostRecords'
  if (topOf({ by: by as Dimension[], filter: filter as Filter }) !== null) return 'traces'
  return used.some(name => ['kind', 'model', 'tool', 'provider'].includes(name)) ? 'spans' : 'requests'
}

export interface Counted extends Group {
  /** How many requests, scores, spans or traces the value is based on. */
  count: number
}

/** A measure of the metrics API over a window, by group. */
export async function readMeasure(ctx: Context, measure: Measure, { by, filter, from, to }: Asked): Promise<Counted[]> {
  const count = countOf(measure, { by, filter })
  const measures = measure === count ? [measure] : [measure, count]
  const { rows } = await queryMetrics(ctx, {
    body: {
      ...{ measures, by: by as Dimension[], filter: filter as Filter, bucket: 'none' },
      ...{ from: from.toISOString(), to: to.toISOString() },
    },
  })
  return rows.map(row => {
    const [value, counted = value] = row.slice(by.length)
    const labels = Object.fromEntries(by.map((name, i) => [name, row[i] === null ? null : String(row[i])]))
    return { labels, value: numberOf(value), count: numberOf(counted) ?? 0 }
  })
}

const numberOf = (value: string | number | null | undefined) =>
  value === null || value === undefined ? null : Number(value)
