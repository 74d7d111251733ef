import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { Column } from './columns.ts'

interface Calls {
  calls: number
  failed: number
  /** Milliseconds. */
  p95: number | null
}

const success = ({ calls, failed }: Pick<Calls, 'calls' | 'failed'>) => (calls > 0 ? 1 - failed / calls : null)

export const callsColumn = <Row extends Pick<Calls, 'calls'>>(): Column<Row> => ({
  id: 'calls',
  header: 'calls',
  number: true,
  width: 90,
  sort: row => row.calls,
  cell: row => formatCount(row.calls),
})

export const successColumn = <Row extends Pick<Calls, 'calls' | 'failed'>>(): Column<Row> => ({
  id: 'success',
  header: 'success',
  number: true,
  width: 92,
  sort: success,
  cell: row => formatPercent(success(row)),
})

export const p95Column = <Row extends Pick<Calls, 'p95'>>(): Column<Row> => ({
  id: 'p95',
  header: 'p95',
  number: true,
  width: 92,
  sort: row => row.p95,
  cell: row => formatDuration(row.p95),
})

/** How often something was called, how often that went well, and how long it took. */
export const callColumns = <Row extends Calls>(): Column<Row>[] => [callsColumn(), successColumn(), p95Column()]
