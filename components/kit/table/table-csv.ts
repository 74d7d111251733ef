import { csvText } from '#components/kit/csv.ts'
import type { Column } from './columns.ts'

/** The rows as CSV, in the order shown; a column with neither `csv` nor values to sort by is left out. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.flatMap(({ header, csv, sort }) => {
    const value = csv ?? (typeof sort === 'function' ? sort : null)
    return value ? [{ header, value }] : []
  })
  return csvText(
    written.map(({ header }) => header),
    rows.map(row => written.map(({ value }) => value(row))),
  )
}
