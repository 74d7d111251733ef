'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { call } from '#lib/client/api.ts'
import { listAuditContract } from '#lib/domain/audit/client.ts'
import { auditFilters, rangeStart } from './search-params.ts'

/** The filters in the URL and the pages of entries that match them; read again every 15 s, as the log has no topic of its own. */
export function useAudit() {
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' })
  const { range, ...rest } = filters
  // Counted from when the range was chosen: a moving start would make every minute a new query.
  const from = useMemo(() => rangeStart(range, Date.now()), [range])
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value))
  const result = useInfiniteQuery({
    queryKey: [listAuditContract.id, { query: filters }],
    queryFn: ({ pageParam, signal }) =>
      call(listAuditContract, { query: { ...given, from, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
  const items = useMemo(() => result.data?.pages.flatMap(page => page.items) ?? [], [result.data])
  const filtered = range !== 'all' || Object.values(rest).some(Boolean)
  return { filters, setFilters, filtered, items, result }
}

export type Filters = ReturnType<typeof useAudit>['filters']
export type SetFilters = ReturnType<typeof useAudit>['setFilters']
