import { Meter } from '#components/kit/meter.tsx'
import { Sparkline } from '#components/kit/sparkline.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { keptAwayText, unpricedText } from '../parts/kept-away.ts'
import styles from './budgets.module.css'
import { type LimitRow, stoppedOf } from './use-budgets.ts'
import { holdsFor, onExceedText, runLimitsText } from './words.ts'

const name: Column<LimitRow> = {
  id: 'slug',
  header: 'budget',
  leads: true,
  width: 190,
  sort: row => row.slug,
  cell: row => (row.slug === '' ? <span className="hp-muted">the defaults</span> : <VisibleText text={row.slug} />),
}
const holds: Column<LimitRow> = {
  id: 'holds',
  header: 'applies to',
  csv: holdsFor,
  priority: 'low',
  cell: row => <VisibleText text={row.slug === '' ? 'runs that no budget covers' : holdsFor(row)} />,
}
const stopped: Column<LimitRow> = {
  id: 'stopped',
  header: 'stopped, 24 h',
  width: 190,
  priority: 'lowest',
  sort: stoppedOf,
  csv: row => keptAwayText(row.stopped),
  cell: row => (
    <span title={row.stopped ? (unpricedText(row.stopped) ?? undefined) : undefined}>{keptAwayText(row.stopped)}</span>
  ),
}

const share = ({ use, hardUsd, softUsd }: LimitRow) => {
  const limit = Number(hardUsd ?? softUsd)
  return use && limit > 0 ? Number(use.spentUsd) / limit : null
}

/** Cost budgets: each period has a row of its own, which no later period resets. */
export const periodColumns: Column<LimitRow>[] = [
  name,
  holds,
  { id: 'period', header: 'per', width: 64, sort: row => row.period, cell: row => row.period },
  {
    id: 'used',
    header: 'used now',
    width: 190,
    sort: share,
    csv: row => row.use?.spentUsd ?? null,
    cell: row => <PeriodUse row={row} />,
  },
  {
    id: 'forecast',
    header: 'forecast to its end',
    number: true,
    width: 148,
    priority: 'low',
    sort: row => (row.use?.forecastUsd ? Number(row.use.forecastUsd) : null),
    cell: row => <Forecast row={row} />,
  },
  {
    id: 'past',
    header: 'periods before',
    width: 116,
    priority: 'lowest',
    csv: row => row.use?.past.map(({ spentUsd }) => spentUsd ?? '').join(' ') ?? null,
    cell: row => <Past row={row} />,
  },
  {
    id: 'resets',
    header: 'starts again',
    width: 112,
    priority: 'low',
    sort: row => row.use?.to ?? null,
    cell: row => (row.use ? <When at={row.use.to} /> : '–'),
  },
  stopped,
]

function PeriodUse({ row: { use, softUsd, hardUsd } }: { row: LimitRow }) {
  const limit = hardUsd ?? softUsd
  if (!use || limit === null) return '–'
  const reservedText = Number(use.reservedUsd) > 0 ? `, ${formatUsd(use.reservedUsd)} reserved` : ''
  const soft = softUsd === null ? '' : `, notifies at ${formatUsd(softUsd)}`
  const words = `${formatUsd(use.spentUsd)} of ${formatUsd(limit)}`
  return (
    <span className={styles.use}>
      <span>
        {words}
        {hardUsd === null ? <span className="hp-muted"> soft</span> : null}
      </span>
      <Meter
        label={`${words}${reservedText}${soft}`}
        used={Number(use.spentUsd)}
        reserved={Number(use.reservedUsd)}
        limit={Number(limit)}
        soft={softUsd === null ? null : Number(softUsd)}
      />
    </span>
  )
}

function Forecast({ row: { use, softUsd, hardUsd } }: { row: LimitRow }) {
  if (!use?.forecastUsd) return <span title="Not before the period is an hour old">–</span>
  const over = hardUsd !== null && Number(use.forecastUsd) > Number(hardUsd)
  const soft = softUsd !== null && Number(use.forecastUsd) > Number(softUsd)
  const title = 'What is spent, divided by the share of the period that is over'
  return (
    <span className={styles.forecast} data-level={over ? 'over' : soft ? 'near' : 'fine'} title={title}>
      {formatUsd(use.forecastUsd)}
      {over ? <span className="hp-sr"> over the hard limit</span> : null}
    </span>
  )
}

function Past({ row: { use, slug } }: { row: LimitRow }) {
  if (!use?.past.some(({ spentUsd }) => spentUsd !== null)) return <span className="hp-muted">none</span>
  const values = [
    ...use.past.map(({ spentUsd }) => (spentUsd === null ? null : Number(spentUsd))),
    Number(use.spentUsd),
  ]
  return <Sparkline values={values} label={`Spent by period of ${slug}`} />
}

/** What one run may use. */
export const runLimitColumns: Column<LimitRow>[] = [
  name,
  { ...holds, width: 220 },
  {
    id: 'limits',
    header: 'a run may use',
    csv: runLimitsText,
    cell: row => <span className={styles.limits}>{runLimitsText(row)}</span>,
  },
  {
    id: 'exceed',
    header: 'on crossing',
    width: 112,
    priority: 'low',
    sort: row => row.onExceed,
    cell: row => onExceedText[row.onExceed ?? 'deny'],
  },
  stopped,
]

/** How often an agent may ask. */
export const rateColumns: Column<LimitRow>[] = [
  name,
  holds,
  {
    id: 'rate',
    header: 'permits',
    width: 150,
    sort: row => row.permits,
    cell: row => `${formatCount(row.permits)} in ${formatCount(row.perSeconds)} s`,
  },
  {
    id: 'taken',
    header: 'used now',
    width: 150,
    sort: row => row.taken ?? null,
    cell: row => <RateUse row={row} />,
  },
  stopped,
]

function RateUse({ row: { taken, permits } }: { row: LimitRow }) {
  if (taken === undefined || permits === null) return '–'
  const words = `${formatCount(taken)}, ${formatPercent(taken / permits, 0)}`
  return (
    <span className={styles.use}>
      <span>{words}</span>
      <Meter label={words} used={taken} limit={permits} />
    </span>
  )
}
