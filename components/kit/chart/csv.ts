import { csvText } from '#components/kit/csv.ts'
import type { PreparedChart } from './prepare.ts'

/** A chart as CSV: every figure in full, times in UTC. */
export function chartCsv({ points, series, bucketMs }: PreparedChart): string {
  const rows = points.map(({ at, filling, values }) => [
    new Date(at).toISOString(),
    new Date(at + bucketMs).toISOString(),
    ...series.map(({ key }) => values[key] ?? null),
    filling ? 'yes' : 'no',
  ])
  return csvText(['from', 'to', ...series.map(({ label }) => label), 'still filling'], rows)
}
