/** Rows as they stood when somebody came to them. */
export interface Frozen {
  /** Of which list: another filter is another list. */
  scope: string
  ids: ReadonlySet<string>
}

/**
 * The rows to show while somebody is at them: those that stood there, and those after the last of them, which come by
 * asking for more. What arrived among or above them waits, so that nothing moves under a finger.
 */
export function frozenRows<Row>(
  rows: readonly Row[],
  frozen: Frozen | null,
  scope: string,
  idOf: (row: Row) => string,
): { shown: readonly Row[]; waiting: number } {
  if (frozen === null || frozen.scope !== scope) return { shown: rows, waiting: 0 }
  const last = rows.findLastIndex(row => frozen.ids.has(idOf(row)))
  const shown = rows.filter((row, at) => at > last || frozen.ids.has(idOf(row)))
  return { shown, waiting: rows.length - shown.length }
}
