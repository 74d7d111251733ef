'use client'

import Link from 'next/link'
import { type ReactNode, useMemo } from 'react'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './quality.module.css'
import { intervalText, keyText, type ScoreRow, scoredShare, scoredText, valueText } from './score-rows.ts'
import { tracesHref, type useQuality } from './use-quality.ts'

interface Props {
  rows: readonly ScoreRow[] | undefined
  /** The one that stands under the table. */
  shown: ScoreRow | null
  failure: ReactNode
  empty: ReactNode
  quality: ReturnType<typeof useQuality>
}

/** Every score in the range, by name, source and type; one is chosen for a closer look. */
export function ScoreTable({ rows, shown, failure, empty, quality }: Props) {
  const { range, filter, choose } = quality
  const open = shown ? keyText(shown) : null
  const columns = useMemo(
    (): Column<ScoreRow>[] => [
      {
        id: 'name',
        header: 'score',
        sort: row => row.name,
        cell: row => (
          <button
            type="button"
            className={styles.choose}
            aria-pressed={keyText(row) === open}
            onClick={() => choose(row)}
          >
            <VisibleText text={row.name} />
          </button>
        ),
      },
      { id: 'source', header: 'source', width: 100, sort: row => row.source, cell: row => row.source },
      { id: 'type', header: 'type', width: 120, priority: 'low', sort: row => row.type, cell: row => row.type },
      {
        id: 'scores',
        header: 'scores',
        number: true,
        width: 110,
        sort: row => row.count,
        cell: row => (
          <Link href={tracesHref(range, filter, row)} prefetch={false}>
            {formatCount(row.count)}
          </Link>
        ),
      },
      {
        id: 'scored',
        header: 'traces scored',
        number: true,
        width: 184,
        sort: row => scoredShare(row),
        cell: row => scoredText(row),
      },
      {
        id: 'mean',
        header: 'mean, share of yes',
        number: true,
        width: 160,
        sort: row => row.mean,
        cell: row => valueText(row.type, row.mean),
      },
      {
        id: 'interval',
        header: '95 % interval',
        number: true,
        width: 150,
        priority: 'lowest',
        cell: row => intervalText(row.type, row) ?? '–',
        csv: row => row.interval && `${row.interval.low}..${row.interval.high}`,
      },
    ],
    [range, filter, open, choose],
  )
  return (
    <SectionTable
      title="Scores"
      columns={columns}
      rows={rows}
      rowId={keyText}
      sortKey="scores"
      failure={failure}
      empty={empty}
    />
  )
}
