'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import { rateText } from '../slo-columns.tsx'
import { tracesBehind } from '../slo-href.ts'

type Rule = SloItem['burn'][number]

const spanText = (seconds: number) =>
  seconds < 3600 ? `${seconds / 60} min` : seconds < 172_800 ? `${seconds / 3600} h` : `${seconds / 86_400} days`

/** The rules that watch how fast the budget is used. Each has two windows that must both reach its limit. */
export function Burning({ item }: { item: SloItem }) {
  const columns = useMemo(() => columnsOf(item), [item])
  return (
    <SectionTable
      title="How fast the budget is used up"
      note="1× uses the budget up exactly in its period; both windows must reach the limit"
      columns={columns}
      rows={item.burn}
      rowId={({ rule }) => rule}
      sortKey="burn"
      empty="No rule applies to such a short period."
    />
  )
}

function columnsOf(item: SloItem): Column<Rule>[] {
  const most = 1 / (1 - item.target)
  const last = (seconds: number) => {
    const to = new Date()
    return tracesBehind(item, { kind: 'custom', from: new Date(to.getTime() - seconds * 1000), to })
  }
  const rate = (seconds: number, value: number | null) => (
    <>
      <span className="hp-muted">{spanText(seconds)} </span>
      {value === null ? '–' : <Link href={last(seconds)}>{rateText(value)}</Link>}
    </>
  )
  return [
    {
      id: 'rule',
      header: 'notifies',
      csv: row => row.severity,
      cell: row => (
        <Status of={sloStatuses} value={row.severity} label={row.severity === 'critical' ? 'on-call' : 'the team'} />
      ),
    },
    {
      id: 'limit',
      header: 'limit',
      number: true,
      width: 168,
      csv: row => row.limit,
      cell: row => (row.limit > most ? `${row.limit}× (at most ${most.toFixed(1)}×)` : `${row.limit}×`),
    },
    {
      id: 'long',
      header: 'longer window',
      number: true,
      width: 148,
      csv: row => row.long,
      cell: row => rate(row.longSeconds, row.long),
    },
    {
      id: 'short',
      header: 'shorter window',
      number: true,
      width: 148,
      csv: row => row.short,
      cell: row => rate(row.shortSeconds, row.short),
    },
    {
      id: 'firing',
      header: 'now',
      width: 132,
      csv: row => (row.firing ? 'burning' : 'quiet'),
      cell: row => (row.firing ? <strong>burning</strong> : row.limit > most ? 'out of reach' : 'quiet'),
    },
  ]
}
