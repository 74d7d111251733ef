'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { call } from '#lib/client/api.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { listAuditContract } from '#lib/domain/audit/contract.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { auditFilters } from './search-params.ts'

/** The filters in the URL and the pages of entries that match them; read again every 15 s, as the log has no topic of its own. */
export function useAudit() {
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' })
  const [range, setRange] = useTimeRange()
  // Counted from when the range was chosen: a moving start would make every minute a new query.
  const bounds = useMemo(() => boundsOf(range, Date.now()), [range])
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value))
  const result = useInfiniteQuery({
    queryKey: [listAuditContract.id, { query: filters, range }],
    queryFn: ({ pageParam, signal }) =>
      call(listAuditContract, { query: { ...given, ...bounds, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
  const items = useMemo(() => result.data?.pages.flatMap(page => page.items) ?? [], [result.data])
  const filtered = range.kind !== 'all' || Object.keys(given).length > 0
  return { filters, setFilters, range, setRange, filtered, items, result }
}

export type Filters = ReturnType<typeof useAudit>['filters']
export type SetFilters = ReturnType<typeof useAudit>['setFilters']
