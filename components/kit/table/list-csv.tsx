'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { CsvButton } from '#components/kit/csv-button.tsx'
import { type Column, parseSorting } from './columns.ts'
import styles from './section-table.module.css'
import { tableCsv } from './table-csv.ts'
import { useRows } from './use-rows.ts'

interface Props<Row> {
  /** As the table is called. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
}

/** The CSV of a data table, beside its filters: the rows that were read, in the order shown. */
export function ListCsv<Row extends object>({ label, columns, rows, rowId }: Props<Row>) {
  const [sortText] = useQueryState('sort', parseAsString)
  const sorting = useMemo(() => parseSorting(sortText, columns), [sortText, columns])
  const models = useRows(rows, columns, rowId, sorting)
  const csv = () =>
    tableCsv(
      columns,
      models.map(({ original }) => original),
    )
  return <CsvButton title={label} csv={csv} disabled={models.length === 0} className={styles.listCsv} />
}
