import Link from 'next/link'
import { memo } from 'react'
import type { Column } from './columns.ts'
import styles from './data-table.module.css'

interface Props<Row> {
  row: Row
  index: number
  current: boolean
  columns: readonly Column<Row>[]
  hrefOf: ((row: Row) => string) | undefined
  measure: (element: HTMLTableRowElement | null) => void
}

function Cells<Row>({ row, index, current, columns, hrefOf, measure }: Props<Row>) {
  return (
    <tr ref={measure} data-index={index} data-current={current} aria-rowindex={index + 2} className={styles.row}>
      {columns.map(({ id, cell, number, priority, leads }) => (
        <td key={id} data-number={number} data-priority={priority}>
          {leads && hrefOf ? (
            // A list of thousands must not fetch each page it could lead to.
            <Link href={hrefOf(row)} prefetch={false} className={styles.lead}>
              {cell(row)}
            </Link>
          ) : (
            cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}

/** Rows in sight are drawn again only when they change. */
export const DataRow = memo(Cells) as typeof Cells
