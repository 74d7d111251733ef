'use client'

import { useMemo } from 'react'
import { type MetricsRequest, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor, lengthOf } from '#lib/shared/time-range.ts'
import { askedOf, breakdownRows, perOf } from './breakdown-rows.ts'
import type { CostScope } from './use-cost-scope.ts'

/** There may be a hundred thousand users and tags. The page shows the most expensive ones. */
const shownOfMany = 50

/** Rows of the chosen breakdown, with the range before and the trend over the range. */
export function useBreakdown({ range, by, filter }: CostScope) {
  const measures = askedOf(by)
  const many = perOf(by) === 'trace'
  const top = many ? { by: 'totalCost' as const, limit: shownOfMany } : undefined
  const now = useMetrics({ measures, by: [by], filter, bucket: 'none', range, top })
  const values = now.data?.rows.map(([name]) => (name === null || name === undefined ? null : String(name)))
  // In the range before, the same names are asked for: others may have been more expensive there.
  const narrowed = many && values && values.length > 0 ? { ...filter, [by]: values } : filter
  const wanted: MetricsRequest = { measures, by: [by], filter: narrowed, bucket: 'none', range }
  const length = lengthOf(range)
  const least = many ? Math.max(1, Math.min(60, length / bucketMs.hour)) : 60
  const bucket = bucketFor(length, least)
  const enabled = !many || values !== undefined
  const before = useMetrics({ ...wanted, before: true }, { enabled })
  const series = useMetrics({ ...wanted, bucket }, { enabled })
  const seriesBefore = useMetrics({ ...wanted, bucket, before: true }, { enabled })
  const rows = useMemo(
    () =>
      now.data && before.data && series.data && seriesBefore.data
        ? breakdownRows({
            now: now.data,
            before: before.data,
            series: series.data,
            seriesBefore: seriesBefore.data,
            bucketMs: bucketMs[bucket],
          })
        : undefined,
    [now.data, before.data, series.data, seriesBefore.data, bucket],
  )
  const failed = [now, before, series, seriesBefore].find(({ error }) => error)
  return { rows, failed, limited: many && values?.length === shownOfMany ? shownOfMany : null }
}
