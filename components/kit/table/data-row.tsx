import Link from 'next/link'
import { memo, type ReactNode } from 'react'
import type { Column } from './columns.ts'
import styles from './data-table.module.css'

interface Props<Row> {
  row: Row
  index: number
  current: boolean
  columns: readonly Column<Row>[]
  hrefOf: ((row: Row) => string) | undefined
  measure: (element: HTMLTableSectionElement | null) => void
  /** Under the row, over its whole width, where it is open. */
  detail: ReactNode
}

function Cells<Row>({ row, index, current, columns, hrefOf, measure, detail }: Props<Row>) {
  return (
    // A body of its own: the row and its detail are measured and moved together.
    <tbody ref={measure} data-index={index}>
      <tr
        data-index={index}
        data-current={current}
        data-open={detail !== null}
        aria-rowindex={index + 2}
        className={styles.row}
      >
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
      {detail === null ? null : (
        <tr className={styles.detail}>
          <td colSpan={columns.length}>{detail}</td>
        </tr>
      )}
    </tbody>
  )
}

/** Rows in sight are drawn again only when they change. */
export const DataRow = memo(Cells) as typeof Cells
