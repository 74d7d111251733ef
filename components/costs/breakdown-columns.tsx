import Link from 'next/link'
import { ChangeText } from '#components/kit/change-text.tsx'
import { Sparkline } from '#components/kit/sparkline.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'
import { type BreakdownRow, type Per, perOf } from './breakdown-rows.ts'
import styles from './costs.module.css'
import { costText, leftOut } from './known-cost.ts'
import type { Breakdown } from './search-params.ts'

interface Options {
  by: Breakdown
  picked: string | null
  onPick: (name: string | null) => void
  hrefOf: (name: string | null) => string | null
}

const counted: Record<Per, string> = { request: 'requests', span: 'spans', trace: 'traces' }

/** Columns of one breakdown. A click on a name makes it the subject of the right side; a cost leads to its traces. */
export function breakdownColumns({ by, picked, onPick, hrefOf }: Options): Column<BreakdownRow>[] {
  const per = perOf(by)
  return [
    {
      id: 'name',
      header: by,
      sort: row => row.name,
      cell: row => <Name row={row} picked={row.name !== null && row.name === picked} onPick={onPick} />,
    },
    {
      id: 'trend',
      header: '',
      width: 100,
      priority: 'low',
      cell: row => <Sparkline values={row.trend} label={`Cost of ${row.name ?? 'no name'} over the range`} />,
    },
    {
      id: 'cost',
      header: 'cost',
      number: true,
      width: 104,
      sort: row => (row.usd === null ? null : Number(row.usd)),
      csv: row => row.usd,
      cell: row => <Cost row={row} href={hrefOf(row.name)} />,
    },
    {
      id: 'change',
      header: 'before',
      number: true,
      width: 76,
      csv: row => row.before,
      cell: row => <ChangeText {...row.change} />,
    },
    ...(per === 'span' ? [] : [otherColumn]),
    { id: 'share', header: 'share', csvOnly: true, csv: row => row.share, cell: () => null },
    { id: 'count', header: counted[per], csvOnly: true, csv: row => row.count, cell: () => null },
    {
      id: 'each',
      header: `per ${per}`,
      number: true,
      width: 92,
      priority: 'lowest',
      sort: row => row.each,
      cell: row => (
        <span title={plural(row.count, per)}>{formatUsd(row.each === null ? null : row.each.toFixed(9))}</span>
      ),
    },
    {
      id: 'eachChange',
      header: 'before',
      number: true,
      width: 76,
      priority: 'lowest',
      cell: row => <ChangeText {...row.eachChange} />,
    },
    missingColumn,
  ]
}

const otherColumn: Column<BreakdownRow> = {
  id: 'other',
  header: 'not tokens',
  number: true,
  width: 88,
  priority: 'low',
  sort: row => (row.other === null ? null : Number(row.other)),
  csv: row => row.other,
  cell: row => formatUsd(row.other),
}

/** Only in the CSV: on the page the plus after a cost says the same. */
const missingColumn: Column<BreakdownRow> = {
  id: 'missing',
  header: 'calls not counted',
  csvOnly: true,
  csv: row => row.unpriced + row.unmetered,
  cell: () => null,
}

function Name({ row, picked, onPick }: { row: BreakdownRow; picked: boolean; onPick: Options['onPick'] }) {
  if (row.name === null) return <span className="hp-muted">not named</span>
  return (
    <button
      type="button"
      className={styles.name}
      aria-pressed={picked}
      onClick={() => onPick(picked ? null : row.name)}
      title={picked ? 'Show all again' : 'What the cost is made of'}
    >
      <VisibleText text={row.name} />
    </button>
  )
}

function Cost({ row, href }: { row: BreakdownRow; href: string | null }) {
  const text = costText(row)
  const missing = leftOut(row)
  if (href === null) return <span title={missing}>{text}</span>
  return (
    <Link
      href={href}
      prefetch={false}
      title={missing ?? 'Its traces, most expensive first'}
      className={styles.figureLink}
    >
      {text}
    </Link>
  )
}
