'use client'

import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { call } from '#lib/client/api.ts'
import { usePrefetched } from '#lib/client/prefetched.ts'
import { rangeValues } from '#lib/client/range-params.ts'
import { hydratingKey, useContract } from '#lib/client/use-contract.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import type { TraceItem, TracePage } from '#lib/domain/traces/list-schemas.ts'
import { defaultPageSize, pagesKey } from '#lib/shared/query-keys.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { traceListParams } from '../parts/search-params.ts'
import { tracesListed } from '../reads.ts'

/** The filters in the URL and the pages of traces that match them, kept fresh by the event stream. */
export function useTraces() {
  const [params, setParams] = useQueryStates(traceListParams, { history: 'push' })
  const { range, filters, query, pages } = useMemo(() => tracesListed(params), [params])
  const hydrated = useHydrated()
  const queryKey = pagesKey(listTracesContract, pages.key)
  const prefetched = usePrefetched<InfiniteData<TracePage, string | undefined>>(queryKey)
  const result = useInfiniteQuery({
    queryKey: hydrated ? queryKey : hydratingKey(queryKey, prefetched),
    queryFn: ({ pageParam, signal }) =>
      call(listTracesContract, { query: { ...pages.filters(), cursor: pageParam, limit: defaultPageSize }, signal }),
    enabled: hydrated,
    ...prefetched,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const items = useMemo(() => distinct(result.data?.pages ?? []), [result.data])
  const folded = result.data?.pages[0]?.foldedTraces ?? 0
  const empty = !result.isPending && !result.error && items.length + folded === 0 && !result.hasNextPage
  const narrowed = Object.keys(query).length > 0 || range.kind !== 'all'
  const first = useContract(listTracesContract, { query: { limit: 1 } }, { enabled: empty && narrowed })
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
    /** Why there is no row: nothing was ever sent, or nothing matches; null while there are rows or that is not known. */
    nothing: empty ? absence(narrowed, first.data) : null,
    /** Names the list: the same text, the same traces in the same order. */
    scope: JSON.stringify(params),
    items,
    /** How many traces of framework messages only the list leaves out. */
    folded,
    showsMessages: params.messages === 'show',
    setShowsMessages: (on: boolean) => void setParams({ messages: on ? 'show' : null }),
    result,
  }
}

const absence = (narrowed: boolean, first: TracePage | undefined): 'matches' | 'sent' | null => {
  if (narrowed && !first) return null
  return first && first.items.length > 0 ? 'matches' : 'sent'
}

/** A trace whose figure changed between two pages may be on both. */
function distinct(pages: readonly TracePage[]): TraceItem[] {
  return [...new Map(pages.flatMap(page => page.items).map(item => [item.traceId, item])).values()]
}

export type TraceFilters = ReturnType<typeof useTraces>['filters']
