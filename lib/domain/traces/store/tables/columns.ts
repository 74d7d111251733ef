import type { PoolClient } from 'pg'

/** A column of a set-based statement: its name, the array type it travels as, and where its value comes from. */
export interface Column<T> {
  name: string
  type:
    | 'text'
    | 'bigint'
    | 'numeric'
    | 'int'
    | 'smallint'
    | 'boolean'
    | 'jsonb'
    | 'date'
    | 'textlist'
    | 'bigintlist'
    | 'seconds'
    | 'float'
    | 'givenTime'
  get(row: T): unknown
}

const cast: Record<Column<unknown>['type'], { array: string; select(column: string): string }> = {
  text: { array: 'text[]', select: column => column },
  bigint: { array: 'bigint[]', select: column => column },
  numeric: { array: 'numeric[]', select: column => column },
  int: { array: 'int[]', select: column => column },
  smallint: { array: 'smallint[]', select: column => column },
  float: { array: 'float8[]', select: column => column },
  boolean: { array: 'boolean[]', select: column => column },
  jsonb: { array: 'text[]', select: column => `${column}::jsonb` },
  date: { array: 'text[]', select: column => `${column}::date` },
  // Arrays of arrays must be rectangular in Postgres: a list travels as JSON text.
  textlist: { array: 'text[]', select: column => `array(select jsonb_array_elements_text(${column}::jsonb))` },
  // Numbers need no quotes: their list is its own literal, which PostgreSQL reads faster than JSON.
  bigintlist: { array: 'text[]', select: column => `${column}::bigint[]` },
  seconds: { array: 'bigint[]', select: column => `to_timestamp(${column})` },
  // Microseconds of a client's clock. None is now, and so is the future: a fast clock must not outdate all that follows.
  givenTime: {
    array: 'bigint[]',
    select: column => `least(now(), 'epoch'::timestamptz + ${column} * interval '1 microsecond')`,
  },
}

/** `insert into table (…) select … from unnest(…)`, one parameter a column; rows keep their order. */
export function insertFrom<T>(table: string, columns: readonly Column<T>[], alias = ''): string {
  const names = columns.map(column => `"${column.name}"`)
  const selects = columns.map((column, i) => cast[column.type].select(`u.c${i}`))
  return `insert into "${table}"${alias && ` as ${alias}`} (${names.join(', ')}) select ${selects.join(', ')} from ${unnest(columns)}`
}

/** `unnest($1::text[], …) with ordinality as u(c0, …)`. */
export function unnest<T>(columns: readonly Column<T>[]): string {
  const arrays = columns.map((column, i) => `$${i + 1}::${cast[column.type].array}`)
  return `unnest(${arrays.join(', ')}) as u(${columns.map((_, i) => `c${i}`).join(', ')})`
}

/** `"a" = excluded."a", …` of the columns after the first `skip`, which are the key. */
export function replacing(columns: readonly Column<never>[], skip: number): string {
  return columns
    .slice(skip)
    .map(column => `"${column.name}" = excluded."${column.name}"`)
    .join(', ')
}

/** The parameters: one array a column. */
function arrays<T>(columns: readonly Column<T>[], rows: readonly T[]): unknown[][] {
  return columns.map(column =>
    rows.map(row => {
      const value = column.get(row)
      if (column.type === 'bigintlist') return `{${(value as readonly number[]).join(',')}}`
      if (column.type === 'textlist' || column.type === 'jsonb') return JSON.stringify(value)
      return value
    }),
  )
}

/** A set-based statement, prepared once a connection under its name; its parameters are the columns of its rows. */
export interface Statement<T> {
  name: string
  text: string
  columns: readonly Column<T>[]
}

/** Rows of one execution: converting more of them at once would delay other requests. */
const rowsAtOnce = 500

/** Runs a statement over all rows, in their order; without rows it does nothing. */
export async function writeRows<T>(
  client: PoolClient,
  { name, text, columns }: Statement<T>,
  rows: readonly T[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await client.query({ name, text, values: arrays(columns, rows.slice(from, from + rowsAtOnce)) })
  }
}
