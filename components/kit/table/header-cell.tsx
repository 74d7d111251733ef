import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Column, Sorting } from './columns.ts'
import styles from './data-table.module.css'

interface Props<Row> {
  column: Column<Row>
  sorting: Sorting | null
  onSort: () => void
}

export function HeaderCell<Row>({ column, sorting, onSort }: Props<Row>) {
  const sorted = sorting?.id === column.id ? sorting : null
  const Arrow = sorted?.desc ? IconArrowDown : IconArrowUp
  return (
    <th
      scope="col"
      data-number={column.number}
      data-priority={column.priority}
      data-block={column.block}
      aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
      style={column.width ? { width: column.width } : undefined}
    >
      <span className={styles.header} style={column.trail ? { marginInlineEnd: column.trail } : undefined}>
        {column.sort ? (
          <button type="button" className={styles.sort} data-sorted={sorted !== null} onClick={onSort}>
            {column.header}
            <Arrow size={12} aria-hidden />
          </button>
        ) : (
          column.header
        )}
      </span>
    </th>
  )
}
