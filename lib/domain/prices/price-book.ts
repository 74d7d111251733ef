import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import type { DatedPrice } from './rules.ts'

/**
 * A price that a project has set, in nano-dollars per million tokens; null: as input. It is plain data because it is
 * sent to a thread.
 */
export interface OwnPrice extends DatedPrice {
  provider: string | null
  input: number
  output: number
  cachedInput: number | null
  cacheWrite: number | null
}

/** All price entries of a project, by model. */
export type PriceBook = ReadonlyMap<string, readonly OwnPrice[]>

interface Kept {
  /** Differs for any two states of the table, because rows are only ever added. */
  state: string
  book: PriceBook | null
}

const kept = () => once('prices.books', () => new Map<string, Kept>())
/** Books of projects in memory. A project without prices takes almost no room. */
const booksLimit = 1_000

/**
 * The prices that a project has set, or null if it has none. Asks the database whether the book in memory is still
 * complete: a price that one process set applies to the next request in every other.
 */
export async function loadPriceBook({ db, projectId }: Context): Promise<PriceBook | null> {
  const sql = poolSql(db)
  const [now] = await sql.query<{ state: string }>(
    `select count(*) || '/' || coalesce(max(seq), 0) as state from price_version where project_id = $1`,
    [projectId],
  )
  const state = now?.state ?? ''
  const books = kept()
  const key = `${db.url}\n${projectId}`
  const known = books.get(key)
  if (known?.state === state) return known.book
  const book = state.startsWith('0/') ? null : await readBook({ db, projectId })
  if (books.size >= booksLimit) books.clear()
  books.set(key, { state, book })
  return book
}

async function readBook({ db, projectId }: Pick<Context, 'db' | 'projectId'>): Promise<PriceBook> {
  const rows = await db.prisma.priceVersion.findMany({ where: { projectId }, orderBy: { seq: 'asc' } })
  const book = new Map<string, OwnPrice[]>()
  for (const row of rows) {
    const versions = book.get(row.model) ?? []
    book.set(row.model, versions)
    versions.push({
      revision: row.revision,
      validFrom: row.validFrom.getTime(),
      ends: row.ends,
      provider: row.provider,
      input: Number(row.inputNanos),
      output: Number(row.outputNanos),
      cachedInput: row.cachedInputNanos === null ? null : Number(row.cachedInputNanos),
      cacheWrite: row.cacheWriteNanos === null ? null : Number(row.cacheWriteNanos),
    })
  }
  return book
}
