import Link from 'next/link'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { promiseOf } from '#lib/domain/slos/rules.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import { formatPercent } from '#lib/shared/numbers.ts'
import { BudgetBar } from './budget-bar.tsx'
import { periodOf, tracesBehind } from './slo-href.ts'
import styles from './slos.module.css'

const rank = { exhausted: 4, critical: 3, warning: 2, ok: 1, unknown: 0 }

/** The worst first, unknown ones last. */
export const worstFirst = (a: SloItem, b: SloItem): number =>
  rank[b.status] - rank[a.status] || (a.budgetLeft ?? 9) - (b.budgetLeft ?? 9) || (a.slug < b.slug ? -1 : 1)

export const rateText = (rate: number | null): string => (rate === null ? '–' : `${rate.toFixed(rate < 10 ? 1 : 0)}×`)

const periods = { 1: '1 day', 7: '7 days', 30: '30 days' } as const
export const periodText = ({ days }: SloItem): string => periods[days]

/** Columns of the list of service levels. */
export const sloColumns: Column<SloItem>[] = [
  {
    id: 'level',
    header: 'service level',
    leads: true,
    sort: row => row.slug,
    cell: row => (
      <span className={styles.level}>
        <Status of={sloStatuses} value={row.status} iconOnly />
        <span className={styles.words}>
          <span className={styles.slug}>
            <VisibleText text={row.slug} />
          </span>
          <span className={styles.promise}>
            <VisibleText text={`${row.agent}: ${promiseOf(row, row.target)}`} />
          </span>
        </span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'status',
    width: 148,
    priority: 'lowest',
    sort: row => -rank[row.status],
    csv: row => row.status,
    cell: row => (
      <span title={row.why ?? undefined} className={styles.state} data-tone={sloStatuses[row.status].tone}>
        {sloStatuses[row.status].label}
      </span>
    ),
  },
  {
    id: 'environment',
    header: 'environment',
    width: 116,
    priority: 'low',
    sort: row => row.environment,
    cell: row => (row.environment === null ? 'all' : <EnvironmentTag name={row.environment} />),
  },
  { id: 'days', header: 'period', width: 76, priority: 'low', sort: row => row.days, cell: periodText },
  {
    id: 'attained',
    header: 'attained',
    number: true,
    width: 96,
    priority: 'lowest',
    sort: row => row.attained,
    cell: row =>
      row.attained === null ? (
        '–'
      ) : (
        <Link href={tracesBehind(row, periodOf(row))} prefetch={false}>
          {formatPercent(row.attained, 2)}
        </Link>
      ),
  },
  {
    id: 'left',
    header: 'budget left',
    number: true,
    width: 148,
    sort: row => row.budgetLeft,
    cell: row => <BudgetBar item={row} />,
  },
  {
    id: 'burn',
    header: 'burn, 1 h',
    number: true,
    width: 92,
    priority: 'lowest',
    sort: row => row.burnRate.long,
    cell: row => rateText(row.burnRate.long),
  },
  {
    id: 'spent',
    header: 'runs out',
    width: 108,
    priority: 'low',
    sort: row => row.spentAt,
    cell: row => (row.spentAt ? <When at={row.spentAt} /> : row.status === 'exhausted' ? 'already' : '–'),
  },
]
