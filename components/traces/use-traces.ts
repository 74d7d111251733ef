'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { call } from '#lib/client/api.ts'
import { rangeFrom, rangeValues } from '#lib/client/use-time-range.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'
import { traceListParams } from './search-params.ts'

/** The filters in the URL and the pages of traces that match them, kept fresh by the event stream. */
export function useTraces() {
  const [{ range: preset, from, to, ...filters }, setParams] = useQueryStates(traceListParams, { history: 'push' })
  const range = useMemo(() => rangeFrom({ range: preset, from, to }), [preset, from, to])
  const query = Object.fromEntries(Object.entries(filters).filter(([, value]) => value))
  const result = useInfiniteQuery({
    queryKey: [listTracesContract.id, query, range],
    // Bounds are of the moment of reading: a moving start would make every minute a new query.
    queryFn: ({ pageParam, signal }) =>
      call(listTracesContract, {
        query: { ...query, ...boundsOf(range, Date.now()), cursor: pageParam, limit: 100 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const items = useMemo(() => result.data?.pages.flatMap(page => page.items) ?? [], [result.data])
  return {
    filters,
    setFilters: (change: Partial<typeof filters>) => void setParams(change),
    range,
    setRange: (next: TimeRange) => void setParams(rangeValues(next)),
    /** Everything, of all time. */
    clear: () =>
      void setParams({
        ...Object.fromEntries(Object.keys(filters).map(name => [name, null])),
        ...rangeValues({ kind: 'all' }),
      }),
    narrowed: Object.keys(query).length > 0 || range.kind !== 'all',
    items,
    result,
  }
}

export type TraceFilters = ReturnType<typeof useTraces>['filters']
