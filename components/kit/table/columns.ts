import type { ReactNode } from 'react'

/** One column of a data table. */
export interface Column<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /**
   * What the column is sorted by; null goes last either way. `server`: the rows come in the order that the URL names.
   * Absent: it cannot be sorted.
   */
  sort?: ((row: Row) => string | number | null) | 'server'
  /** Only the largest first: unknown figures are then last in an index too. */
  descOnly?: boolean
  /** Figures are aligned at the end, in the mono font. */
  number?: boolean
  /** CSS pixels; columns without a width share the rest. */
  width?: number
  /** CSS pixels at the end of each cell for what stands beside its figure: the header stands over the figure. */
  trail?: number
  /** Hidden on screens narrower than 900 (`low`) or 760 (`lowest`) pixels. */
  priority?: 'low' | 'lowest'
  /** Where rows of a section table are blocks, on a phone: shown there whatever its priority, or there and in the CSV alone. */
  block?: 'also' | 'only'
  /** What stands in a CSV; absent: what the column is sorted by. */
  csv?: (row: Row) => string | number | null
  /** Stands in the CSV of a section table and not on the page, where there is no room for it. */
  csvOnly?: boolean
  /** This cell leads to the row's page; the whole row is its target. */
  leads?: boolean
}

export interface Sorting {
  id: string
  desc: boolean
}

/** `cost` or `-cost`, as it stands in the URL; null when no such column can be sorted. */
export function parseSorting<Row>(text: string | null, columns: readonly Column<Row>[]): Sorting | null {
  if (!text) return null
  const desc = text.startsWith('-')
  const id = desc ? text.slice(1) : text
  return columns.some(column => column.id === id && column.sort && (desc || !column.descOnly)) ? { id, desc } : null
}

export const sortingText = (sorting: Sorting | null) => (sorting ? `${sorting.desc ? '-' : ''}${sorting.id}` : null)

/** What a click on a header makes of it: figures begin with the largest, texts with the first; a third click undoes. */
export function nextSorting<Row>(current: Sorting | null, column: Column<Row>): Sorting | null {
  const first = column.number === true
  if (current?.id !== column.id) return { id: column.id, desc: first }
  if (column.descOnly) return null
  return current.desc === first ? { id: column.id, desc: !first } : null
}
