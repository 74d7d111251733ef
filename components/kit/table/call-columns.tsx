import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { Column } from './columns.ts'

interface Calls {
  calls: number
  failed: number
  /** Milliseconds. */
  p95: number | null
}

const success = ({ calls, failed }: Calls) => (calls > 0 ? 1 - failed / calls : null)

/** How often something was called, how often that went well, and how long it took. */
export const callColumns = <Row extends Calls>(): Column<Row>[] => [
  {
    id: 'calls',
    header: 'calls',
    number: true,
    width: 90,
    sort: row => row.calls,
    cell: row => formatCount(row.calls),
  },
  {
    id: 'success',
    header: 'success',
    number: true,
    width: 92,
    sort: success,
    cell: row => formatPercent(success(row)),
  },
  { id: 'p95', header: 'p95', number: true, width: 92, sort: row => row.p95, cell: row => formatDuration(row.p95) },
]
