'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useMemo, useRef } from 'react'
import { usePreferences } from '#lib/client/preferences.ts'
import { type Column, nextSorting, parseSorting, sortingText } from './columns.ts'
import { DataRow } from './data-row.tsx'
import styles from './data-table.module.css'
import { HeaderCell } from './header-cell.tsx'
import { useBusy } from './use-busy.ts'
import { useCursor } from './use-cursor.ts'
import { useRows } from './use-rows.ts'

interface Props<Row> {
  /** Name of the table for assistive technology. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** The row's page: a link over the whole row, opened by Enter too. */
  hrefOf?: (row: Row) => string
  /** Long cells wrap instead of being cut. */
  wrap?: boolean
  /** The row that is open, and what stands under it. */
  open?: { id: string | null; detail: (row: Row) => ReactNode }
  /** The first answer is on its way: rows of the same height keep the layout. */
  pending?: boolean
  /** Over the rows: what failed. */
  failure?: ReactNode
  /** Between the content above and the header: what the rows leave out. Stays in sight. */
  notice?: ReactNode
  /** Whether somebody is at the rows: pointing at one, focused in one, or scrolled away from the first. */
  onBusy?: (busy: boolean) => void
  /** Instead of rows, when there are none. */
  empty?: ReactNode
  /** Over the header, scrolls away with it. */
  above?: ReactNode
  /** Under the last row: the way to more. */
  below?: ReactNode
}

const rowHeights = { normal: 36, compact: 28 }

/**
 * A table that draws only the rows in sight: ten thousand behave like twenty. Sorted by the URL, walked with j and k.
 * `columns`, `rowId` and `hrefOf` must keep their identity between renders.
 */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, columns, rows, rowId, hrefOf, wrap = false, open, pending = false } = props
  const { failure, notice, empty, above, below } = props
  const busy = useBusy(props.onBusy)
  const [sortText, setSortText] = useQueryState('sort', parseAsString.withOptions({ history: 'push' }))
  const sorting = useMemo(() => parseSorting(sortText, columns), [sortText, columns])
  const models = useRows(rows, columns, rowId, sorting)
  const box = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLTableElement>(null)
  const height = rowHeights[usePreferences().density]
  const virtual = useVirtualizer<HTMLDivElement, HTMLTableSectionElement>({
    count: models.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: index => models[index]?.id ?? index,
    overscan: 12,
    // On a server nothing is in sight: as many rows as a page begins with.
    initialRect: { width: 0, height: 20 * height },
    scrollMargin: head.current?.offsetTop ?? 0,
  })
  const cursor = useCursor(models, virtual, box)
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const before = first ? first.start - virtual.options.scrollMargin : 0
  const after = last ? virtual.getTotalSize() - (last.end - virtual.options.scrollMargin) : 0
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section ref={box} className={styles.box} aria-label={label} tabIndex={0} onScroll={busy.onScroll}>
      {above}
      {failure ? <div className={styles.failure}>{failure}</div> : null}
      {models.length > 0 || pending ? (
        <div {...busy.rows}>
          {notice ? <div className={styles.notice}>{notice}</div> : null}
          <table
            ref={head}
            className={styles.table}
            data-wrap={wrap}
            aria-rowcount={models.length + 1}
            aria-busy={pending}
          >
            <thead>
              <tr aria-rowindex={1}>
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
            {before > 0 ? <Spacer height={before} /> : null}
            {items.map(item => {
              const model = models[item.index]
              return model ? (
                <DataRow
                  key={model.id}
                  row={model.original}
                  index={item.index}
                  current={cursor === model.id}
                  columns={columns}
                  hrefOf={hrefOf}
                  measure={virtual.measureElement}
                  detail={open && model.id === open.id ? open.detail(model.original) : null}
                />
              ) : null
            })}
            {after > 0 ? <Spacer height={after} /> : null}
            {pending && models.length === 0 ? <Waiting columns={columns} /> : null}
          </table>
        </div>
      ) : null}
      {!pending && !failure && models.length === 0 ? empty : null}
      {below}
    </section>
  )
}

/** One cell: a colspan over every column would show hidden columns on a narrow screen. */
function Spacer({ height }: { height: number }) {
  return (
    <tbody>
      <tr aria-hidden className={styles.spacer}>
        <td style={{ height }} />
      </tr>
    </tbody>
  )
}

const waitingRows = 12

function Waiting<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tbody>
      {Array.from({ length: waitingRows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <tr key={row} aria-hidden className={styles.waiting}>
          {columns.map(({ id, number, priority }) => (
            <td key={id} data-number={number} data-priority={priority}>
              <span />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
