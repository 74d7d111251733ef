'use client'

import { useMemo } from 'react'
import { usePages } from '#lib/client/use-pages.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { listToolsContract } from '#lib/domain/tools/contract.ts'
import type { Category, ToolItem } from '#lib/domain/tools/schemas.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

/** A tool and its calls in the range. */
export interface ToolRow extends ToolItem {
  calls: number
  failed: number
  p50: number | null
  p95: number | null
}

const idOf = ({ slug }: ToolItem) => slug
type Cells = [tool: string | null, calls: number, failed: number, p50: number | null, p95: number | null]

/** Tools by name, each with its calls of the range. */
export function useTools(text: string, category: Category | null, range: TimeRange) {
  const { environment } = useScope()
  const list = usePages(listToolsContract, {
    key: [text],
    filters: () => (text ? { text } : {}),
    idOf,
    keepPrevious: true,
    pageSize: 200,
  })
  const figures = useMetrics({
    measures: ['spans', 'errors', 'latencyP50', 'latencyP95'],
    by: ['tool'],
    filter: { kind: ['tool', 'retrieval'], ...(environment ? { environment } : {}) },
    bucket: 'none',
    range,
  })
  const rows = useMemo(() => {
    const did = new Map((figures.data?.rows as Cells[] | undefined)?.map(row => [row[0], row]))
    return list.items
      .filter(item => category === null || item.effectiveCategory === category)
      .map((item): ToolRow => {
        const [, calls = 0, failed = 0, p50 = null, p95 = null] = did.get(item.slug) ?? []
        return { ...item, calls, failed, p50, p95 }
      })
  }, [list.items, figures.data, category])
  return { rows, list, figures }
}
