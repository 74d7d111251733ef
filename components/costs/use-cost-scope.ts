'use client'

import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { rangeFrom, rangeValues } from '#lib/client/range-params.ts'
import type { MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { type Breakdown, costParams } from './search-params.ts'

/** Whose costs a part of the page shows, and for which range. */
export interface CostScope {
  range: TimeRange
  environment: string | null
  by: Breakdown
  pick: string | null
  /** Only the environment. */
  filter: MetricsQuery['filter']
  /** The environment and the chosen row. */
  pickedFilter: MetricsQuery['filter']
}

export function useCostScope() {
  const [params, setParams] = useQueryStates(costParams, { history: 'push' })
  const { range: preset, from, to, environment, by, pick } = params
  const scope = useMemo((): CostScope => {
    const filter = environment ? { environment } : {}
    const range = rangeFrom({ range: preset, from, to })
    return { range, environment, by, pick, filter, pickedFilter: pick ? { ...filter, [by]: pick } : filter }
  }, [preset, from, to, environment, by, pick])
  return {
    scope,
    setRange: (next: TimeRange) => void setParams(rangeValues(next)),
    setBy: (next: Breakdown) => void setParams({ by: next, pick: null }),
    setPick: (next: string | null) => void setParams({ pick: next }),
  }
}
