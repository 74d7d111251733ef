'use client'

import { useMemo } from 'react'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { AgentDetail } from '#lib/domain/agents/schemas.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { type AgentScope, filterOf, tracesOf } from './scope.ts'

interface ReleaseRow {
  id: string
  release: string | null
  environment: string | null
  firstAt: string
  lastAt: string
  requests: number
  errorRate: number | null
  p95: number | null
  cost: string | null
}

const columns: Column<ReleaseRow>[] = [
  {
    id: 'release',
    header: 'release',
    leads: true,
    sort: row => row.release,
    cell: row => (row.release ? <VisibleText text={row.release} /> : <span className="hp-muted">not named</span>),
  },
  {
    id: 'environment',
    header: 'environment',
    width: 120,
    priority: 'low',
    block: 'also',
    sort: row => row.environment,
    cell: row => (row.environment ? <EnvironmentTag name={row.environment} /> : '–'),
  },
  {
    id: 'first',
    header: 'first seen',
    width: 160,
    priority: 'lowest',
    sort: row => row.firstAt,
    cell: row => <When at={row.firstAt} form="absolute" />,
  },
  {
    id: 'last',
    header: 'last seen',
    width: 160,
    priority: 'low',
    sort: row => row.lastAt,
    cell: row => <When at={row.lastAt} form="absolute" />,
  },
  {
    id: 'requests',
    header: 'requests',
    number: true,
    width: 96,
    sort: row => row.requests,
    cell: row => formatCount(row.requests),
  },
  {
    id: 'errors',
    header: 'errors',
    number: true,
    width: 84,
    sort: row => row.errorRate,
    cell: row => formatPercent(row.errorRate),
  },
  { id: 'p95', header: 'p95', number: true, width: 92, sort: row => row.p95, cell: row => formatDuration(row.p95) },
  {
    id: 'cost',
    header: 'cost per request',
    number: true,
    width: 136,
    sort: row => (row.cost === null ? null : Number(row.cost)),
    cell: row => formatUsd(row.cost),
  },
]

interface Props {
  scope: AgentScope
  releases: AgentDetail['releases']
}

/** Every release that was ever seen, with its figures of the range. */
export function ReleaseTable({ scope, releases }: Props) {
  const { environment } = scope
  const { data } = useMetrics({
    measures: ['requests', 'errorRate', 'requestLatencyP95', 'costPerRequest'],
    by: ['release', 'environment'],
    filter: filterOf(scope),
    bucket: 'none',
    range: scope.range,
  })
  const rows = useMemo(
    () =>
      releases
        .filter(each => environment === null || each.environment === environment)
        .map((each): ReleaseRow => {
          const row = data?.rows.find(([release, place]) => release === each.release && place === each.environment)
          const [, , requests, errorRate, p95, cost] = row ?? []
          return {
            ...each,
            id: JSON.stringify([each.release, each.environment]),
            requests: Number(requests ?? 0),
            errorRate: typeof errorRate === 'number' ? errorRate : null,
            p95: typeof p95 === 'number' ? p95 : null,
            cost: typeof cost === 'string' ? cost : null,
          }
        }),
    [releases, data, environment],
  )
  return (
    <SectionTable
      title="Releases"
      note="every release seen; figures for this range"
      columns={columns}
      rows={rows}
      rowId={row => row.id}
      hrefOf={row => tracesOf(scope, { release: row.release })}
      sortKey="releases"
      empty="No trace names it yet."
    />
  )
}
