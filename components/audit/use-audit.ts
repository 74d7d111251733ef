'use client'

import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { usePages } from '#lib/client/use-pages.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { listAuditContract } from '#lib/domain/audit/contract.ts'
import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { auditFilters } from './search-params.ts'

const idOf = ({ seq }: AuditEntry) => seq

/** The filters in the URL and the pages of entries that match them; read again every 15 s, as the log has no topic of its own. */
export function useAudit() {
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' })
  const [range, setRange] = useTimeRange()
  // Counted from when the range was chosen: a moving start would make every minute a new query.
  const bounds = useMemo(() => boundsOf(range, Date.now()), [range])
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value))
  const pages = usePages(listAuditContract, {
    key: [filters, range],
    filters: () => ({ ...given, ...bounds }),
    idOf,
    keepPrevious: true,
    refetchInterval: 15_000,
  })
  const filtered = range.kind !== 'all' || Object.keys(given).length > 0
  return { filters, setFilters, range, setRange, filtered, pages }
}

export type Filters = ReturnType<typeof useAudit>['filters']
export type SetFilters = ReturnType<typeof useAudit>['setFilters']
