'use client'

import {
  type ColumnDef,
  createSortedRowModel,
  type Row as ModelRow,
  rowSortingFeature,
  type SortFn,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { Column, Sorting } from './columns.ts'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type Features = typeof features

const collator = new Intl.Collator('en', { numeric: true })

/** Rows in the order of the sorting; without one, as they came. */
export function useRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowId: (row: Row) => string,
  sorting: Sorting | null,
): ModelRow<Features, Row>[] {
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<Features, Row> => ({
          id: column.id,
          // Unknown is `undefined` here: the only value that stays last in both directions.
          accessorFn: row => (typeof column.sort === 'function' ? (column.sort(row) ?? undefined) : undefined),
          sortFn: byValue as SortFn<Features, Row>,
          sortUndefined: 'last',
        }),
      ),
    [columns],
  )
  const here = sorting && columns.some(({ id, sort }) => id === sorting.id && typeof sort === 'function')
  const state = useMemo(() => ({ sorting: here ? [sorting] : [] }), [here, sorting])
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowId,
    state,
  })
  return table.getRowModel().rows
}

function byValue<Row extends object>(a: ModelRow<Features, Row>, b: ModelRow<Features, Row>, columnId: string): number {
  const [x, y] = [a.getValue(columnId), b.getValue(columnId)]
  return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
}
