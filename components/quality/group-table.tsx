'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './quality.module.css'
import {
  figuresOf,
  intervalText,
  type ScoreRow,
  scoredFigures,
  scoredShare,
  scoredText,
  valueText,
} from './score-rows.ts'
import { filterOf, type QualityFilters, tracesHref, type useQuality } from './use-quality.ts'

interface GroupRow extends ReturnType<typeof figuresOf> {
  agent: string | null
  release: string | null
}

interface Props {
  row: ScoreRow
  quality: ReturnType<typeof useQuality>
}

const rowId = ({ agent, release }: GroupRow) => JSON.stringify([agent, release])
const narrowed = (filter: QualityFilters, { agent, release }: GroupRow): QualityFilters => ({
  ...filter,
  ...(agent ? { agent } : {}),
  ...(release ? { release } : {}),
})

/** One score by agent and release; lowest first. */
export function GroupTable({ row, quality }: Props) {
  const { range, filter, narrow } = quality
  const result = useMetrics({
    measures: [...scoredFigures],
    by: ['agent', 'release'],
    filter: filterOf(filter, row),
    bucket: 'none',
    range,
  })
  const rows = useMemo(
    () =>
      result.data?.rows
        .map((cells): GroupRow => {
          const [agent, release] = cells as [string | null, string | null]
          return { agent, release, ...figuresOf(row.type, cells.slice(2)) }
        })
        .sort((a, b) => (a.mean ?? 0) - (b.mean ?? 0)),
    [result.data, row.type],
  )
  const columns = useMemo(
    (): Column<GroupRow>[] => [
      {
        id: 'agent',
        header: 'agent',
        sort: each => each.agent,
        cell: each => (each.agent ? <Narrow name="agent" value={each.agent} onNarrow={narrow} /> : '–'),
      },
      {
        id: 'release',
        header: 'release',
        sort: each => each.release,
        cell: each => (each.release ? <Narrow name="release" value={each.release} onNarrow={narrow} /> : '–'),
      },
      {
        id: 'scores',
        header: 'scores',
        number: true,
        width: 110,
        sort: each => each.count,
        cell: each => (
          <Link href={tracesHref(range, narrowed(filter, each), row)} prefetch={false}>
            {formatCount(each.count)}
          </Link>
        ),
      },
      {
        id: 'scored',
        header: 'traces scored',
        number: true,
        width: 184,
        sort: each => scoredShare(each),
        cell: each => scoredText(each),
      },
      {
        id: 'mean',
        header: row.type === 'boolean' ? 'share of yes' : 'mean',
        number: true,
        width: 120,
        sort: each => each.mean,
        cell: each => valueText(row.type, each.mean),
      },
      {
        id: 'interval',
        header: '95 % interval',
        number: true,
        width: 150,
        priority: 'low',
        cell: each => intervalText(row.type, each) ?? '–',
        csv: each => each.interval && `${each.interval.low}..${each.interval.high}`,
      },
    ],
    [row, range, filter, narrow],
  )
  return (
    <SectionTable
      title={`${row.name} by agent and release`}
      columns={columns}
      rows={rows}
      rowId={rowId}
      sortKey="groups"
      failure={
        result.error ? (
          <Failure what="The scores could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="No scores in this range."
    />
  )
}

interface NarrowProps {
  name: 'agent' | 'release'
  value: string
  onNarrow: (change: QualityFilters) => void
}

const Narrow = ({ name, value, onNarrow }: NarrowProps) => (
  <button type="button" className={styles.choose} title={`Only ${value}`} onClick={() => onNarrow({ [name]: value })}>
    <VisibleText text={value} />
  </button>
)
