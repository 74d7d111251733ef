'use client'

import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useMemo } from 'react'
import { CsvButton } from '#components/kit/csv-button.tsx'
import { type Column, nextSorting, parseSorting, sortingText } from './columns.ts'
import dataTable from './data-table.module.css'
import { HeaderCell } from './header-cell.tsx'
import styles from './section-table.module.css'
import { tableCsv } from './table-csv.ts'
import { useRows } from './use-rows.ts'

interface Props<Row> {
  title: string
  /** Beside the title: the range, the order. */
  note?: ReactNode
  /** Before the button for the CSV, e.g. tabs. */
  tools?: ReactNode
  columns: readonly Column<Row>[]
  /** Undefined while they are read. */
  rows: readonly Row[] | undefined
  rowId: (row: Row) => string
  hrefOf?: (row: Row) => string
  /** The row whose details stand beside the table. */
  openId?: string | null
  /** In the URL, the order of this table; each table of a page has its own. */
  sortKey: string
  /** Shown instead of rows: an error, or that there are none. */
  failure?: ReactNode
  empty: ReactNode
  /** Rows that keep the layout while they are read. */
  expected?: number
}

/**
 * A short table inside a page, with its title and its CSV; the page scrolls, not the table. For more than some hundred
 * rows take the data table. `columns` must keep its identity between renders.
 */
export function SectionTable<Row extends object>(props: Props<Row>) {
  const { title, note, tools, columns: all, rows, rowId, hrefOf, openId, sortKey } = props
  const { failure, empty, expected = 4 } = props
  const columns = useMemo(() => all.filter(column => !column.csvOnly), [all])
  const [sortText, setSortText] = useQueryState(sortKey, parseAsString.withOptions({ history: 'push' }))
  const sorting = useMemo(() => parseSorting(sortText, columns), [sortText, columns])
  const models = useRows(rows ?? nothing<Row>(), columns, rowId, sorting)
  const csv = () =>
    tableCsv(
      all,
      models.map(({ original }) => original),
    )
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h3>{title}</h3>
          {note ? <span className="hp-muted">{note}</span> : null}
        </div>
        {tools ? <span className={styles.tools}>{tools}</span> : null}
        {rows?.length === 0 ? null : (
          <CsvButton title={title} csv={csv} disabled={models.length === 0} className={styles.csv} />
        )}
      </header>
      {failure}
      {!failure && rows?.length === 0 ? <div className={styles.empty}>{empty}</div> : null}
      {failure || rows?.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        <section className={styles.scroll} aria-label={`${title}, table`} tabIndex={0}>
          <table
            className={`${dataTable.table} ${styles.table}`}
            style={{ minWidth: leastWidth(columns) }}
            data-blocks={columns.some(({ block }) => block) || leastWidth(columns, leadWidth) > phoneWidth}
            aria-busy={rows === undefined}
          >
            <thead>
              <tr>
                {columns.map(column => (
                  <HeaderCell
                    key={column.id}
                    column={column}
                    sorting={sorting}
                    onSort={() => void setSortText(sortingText(nextSorting(sorting, column)))}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows === undefined ? <Waiting columns={columns} count={expected} /> : null}
              {models.map(({ id, original }) => (
                <Cells key={id} row={original} columns={columns} hrefOf={hrefOf} open={id === openId} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

/** The least width of the column that takes the rest, and of the one that names the row on a phone. */
const openWidth = 132
const leadWidth = 180

/** What a table has of the narrowest phone. */
const phoneWidth = 360

/** Where columns have no room side by side the table scrolls; on a phone each row becomes a block instead. */
const leastWidth = <Row,>(columns: readonly Column<Row>[], ofLead = openWidth) =>
  columns
    .filter(({ priority, block }) => !priority && block !== 'only')
    .reduce((sum, { leads, width = leads ? ofLead : openWidth }) => sum + width, 0)

const none: readonly never[] = []
const nothing = <Row,>(): readonly Row[] => none

type CellsProps<Row> = Pick<Props<Row>, 'columns' | 'hrefOf'> & { row: Row; open: boolean }

function Cells<Row>({ row, columns, hrefOf, open }: CellsProps<Row>) {
  const leading = columns.find(({ leads }) => leads) ?? columns[0]
  return (
    <tr className={dataTable.row} data-open={open}>
      {columns.map(({ id, header, cell, number, priority, block, leads }) => {
        const content = cell(row)
        return (
          <td
            key={id}
            data-number={number}
            data-priority={priority}
            data-block={block}
            data-leads={id === leading?.id || undefined}
            data-label={header}
            data-unknown={content === '–' || undefined}
          >
            {leads && hrefOf ? (
              <Link href={hrefOf(row)} prefetch={false} className={dataTable.lead} aria-current={open || undefined}>
                {content}
              </Link>
            ) : (
              content
            )}
          </td>
        )
      })}
    </tr>
  )
}

function Waiting<Row>({ columns, count }: { columns: readonly Column<Row>[]; count: number }) {
  return Array.from({ length: count }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
    <tr key={row} aria-hidden className={dataTable.waiting}>
      {columns.map(({ id, number, priority, block }) => (
        <td key={id} data-number={number} data-priority={priority} data-block={block}>
          <span />
        </td>
      ))}
    </tr>
  ))
}
