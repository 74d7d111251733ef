'use client'

import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { rangeFrom, rangeParams, rangeValues } from './range-params.ts'

/** Which stretch of time a page shows; in the URL, so that a link shows a colleague the same. */
export function useTimeRange(params: typeof rangeParams = rangeParams): [TimeRange, (range: TimeRange) => void] {
  const [values, setValues] = useQueryStates(params, { history: 'push' })
  const range = useMemo(() => rangeFrom(values), [values])
  const change = (next: TimeRange) => {
    const { range: named, ...instants } = rangeValues(next)
    // Only pages that take the month so far offer it.
    void setValues({ ...instants, range: named === 'month' ? null : named })
  }
  return [range, change]
}
