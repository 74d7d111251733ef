'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { call } from '#lib/client/api.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { rangeStart, traceFilters } from './search-params.ts'

/** The filters in the URL and the pages of traces that match them, kept fresh by the event stream. */
export function useTraces() {
  const [filters, setFilters] = useQueryStates(traceFilters, { history: 'push' })
  const { range, ...rest } = filters
  // Counted from when the range was chosen: a moving start would make every minute a new query.
  const from = useMemo(() => rangeStart(range, Date.now()), [range])
  const query = { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value)), from }
  const result = useInfiniteQuery({
    queryKey: [listTracesContract.id, { query: { ...rest, range } }],
    queryFn: ({ pageParam, signal }) =>
      call(listTracesContract, { query: { ...query, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const items = useMemo(() => result.data?.pages.flatMap(page => page.items) ?? [], [result.data])
  const filtered = Object.values(rest).some(Boolean)
  return { filters, setFilters, filtered, items, result }
}
