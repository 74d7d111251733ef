import Link from 'next/link'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { ReleaseRowItem } from '#lib/domain/releases/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { Serving } from './serving.tsx'
import type { Served } from './use-serving.ts'

export interface ReleaseRow extends ReleaseRowItem {
  served: readonly Served[]
}

export const releaseHref = ({ slug }: { slug: string }) => `/releases/${encodeURIComponent(slug)}`
export const scoreText = (score: number | null | undefined) => (score == null ? '–' : score.toFixed(2))

type Figures = NonNullable<ReleaseRowItem['figures']>
const figure = (
  id: string,
  header: string,
  width: number,
  value: (figures: Figures) => number | null,
  text: (figures: Figures) => string,
): Column<ReleaseRow> => ({
  ...{ id, header, width, number: true, priority: 'low' },
  sort: ({ figures }) => figures && value(figures),
  cell: ({ figures }) => (figures ? text(figures) : '–'),
})

export const releaseColumns: Column<ReleaseRow>[] = [
  {
    id: 'release',
    header: 'release',
    leads: true,
    sort: row => row.slug,
    cell: row => <VisibleText text={row.slug} />,
  },
  {
    id: 'agent',
    header: 'agent',
    width: 132,
    priority: 'low',
    sort: row => row.agent,
    cell: row => (
      <Link href={`/agents/${encodeURIComponent(row.agent)}`}>
        <VisibleText text={row.agent} />
      </Link>
    ),
  },
  {
    id: 'serves',
    header: 'serves',
    width: 214,
    sort: ({ served }) => served[0]?.share ?? null,
    cell: ({ served }) => <Serving served={served} />,
  },
  {
    id: 'model',
    header: 'model',
    width: 128,
    priority: 'lowest',
    sort: row => row.model.id,
    cell: row => <VisibleText text={row.model.id} />,
  },
  figure(
    'requests',
    'requests',
    80,
    ({ requests }) => requests,
    ({ requests }) => formatCompact(requests),
  ),
  figure(
    'errors',
    'errors',
    72,
    ({ errorRate }) => errorRate,
    ({ errorRate }) => formatPercent(errorRate),
  ),
  figure(
    'quality',
    'quality',
    70,
    ({ scoreMean }) => scoreMean,
    ({ scoreMean }) => scoreText(scoreMean),
  ),
  figure(
    'scored',
    'scored',
    74,
    ({ scoredShare }) => scoredShare,
    ({ scoredShare }) => formatPercent(scoredShare),
  ),
  figure(
    ...(['cost', 'cost per request', 118] as const),
    ({ costPerRequest }) => (costPerRequest === null ? null : Number(costPerRequest)),
    ({ costPerRequest }) => formatUsd(costPerRequest),
  ),
  figure(
    'latency',
    'p95',
    80,
    ({ latencyP95Ms }) => latencyP95Ms,
    ({ latencyP95Ms }) => formatDuration(latencyP95Ms),
  ),
  {
    id: 'at',
    header: 'registered',
    width: 96,
    sort: row => row.registeredAt,
    cell: row => <When at={row.registeredAt} />,
  },
]
