import {
  allConditions,
  firstLook,
  onlyLook,
  orders,
  type Place,
  parameters,
  placeBefore,
  traceWalk,
  type Windows,
} from '#lib/domain/traces/filter-sql.ts'
import { traceColumns } from '#lib/domain/traces/internal.ts'
import type { TraceFilter } from '#lib/domain/traces/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { type Bounds, countSql, mostCandidates, searchSql } from './search-sql.ts'
import { common, leads, type Way, wayOf } from './way.ts'

type Row = Record<string, unknown>

interface Found {
  rows: Row[]
  /** Where the next page begins; null: there is none. */
  next: Place | null
}

/**
 * A page of traces that pass a filter. The next ones in order are looked at first: what many traces pass fills the page
 * from them. What they leave open is reached through an index, however far away it is.
 */
export async function findTraces(ctx: Context, filter: TraceFilter, look: Windows = firstLook): Promise<Found> {
  const way = await wayFor(ctx, filter)
  const walked = await walk(ctx, filter, way.by === 'order' ? onlyLook : look)
  if (way.by === 'order' || walked.next === null || walked.rows.length >= filter.limit) return walked
  const searched = await search(ctx, filter, way, walked)
  // Too many pass to put them in this order at once: the next page looks on.
  return searched ?? walked
}

const placeOf = (row: Row): Place => ({ position: String(row.position), traceId: String(row.trace_id) })

async function walk(ctx: Context, filter: TraceFilter, windows: Windows): Promise<Found> {
  const { values, add } = parameters()
  const { from, orderBy, isEnd, matches } = traceWalk(ctx.projectId, filter, add, windows)
  const rows = await poolSql(ctx.db).query<Row>(
    `select ${traceColumns}, position, (${isEnd}) as "isEnd", (${matches}) as matches from ${from}
     where ${matches} or ${isEnd} order by ${orderBy} limit ${filter.limit + 1}`,
    values,
  )
  const page = rows.filter(row => row.matches === true).slice(0, filter.limit)
  const end = rows.length > filter.limit ? page.at(-1) : rows.at(-1)
  const goesOn = rows.length > filter.limit || end?.isEnd === true
  return { rows: page, next: goesOn && end ? placeOf(end) : null }
}

async function search(
  ctx: Context,
  filter: TraceFilter,
  way: Exclude<Way, { by: 'order' }>,
  walked: Found,
): Promise<Found | null> {
  const { values, add } = parameters()
  const order = orders[filter.sort]
  const wanted = filter.limit - walked.rows.length
  const bounds = { projectId: ctx.projectId, order, ...boundsOf(filter, walked.next) }
  const text = searchSql(
    {
      ...bounds,
      way,
      lead: await leadOf(ctx, way, bounds),
      conditions: allConditions(filter, walked.next ?? placeBefore(filter), add),
      limit: wanted + 1,
      columns: traceColumns,
    },
    add,
  )
  const found = await poolSql(ctx.db).query<Row>(text, values)
  if (found[0]?.candidates === mostCandidates) return null
  const rows = [...walked.rows, ...found.slice(0, wanted)]
  const last = rows.at(-1)
  return { rows, next: found.length > wanted && last ? placeOf(last) : null }
}

/** Days before the place where a page begins are not looked at again. */
function boundsOf({ sort, from, to }: TraceFilter, place: Place | null) {
  if (place === null || orders[sort].type !== 'timestamptz') return { from, to }
  return orders[sort].direction === 'asc' ? { from: place.position, to } : { from, until: place.position }
}

/** What is slow to check is checked on few traces only: where marks reach many, they are looked at in their order, page by page. */
async function wayFor(ctx: Context, filter: TraceFilter): Promise<Way> {
  const way = wayOf(ctx.projectId, filter)
  if (way.by !== 'marks' || !way.slow) return way
  const bounds = {
    projectId: ctx.projectId,
    order: orders[filter.sort],
    ...boundsOf(filter, placeBefore(filter) ?? null),
  }
  const counts = await Promise.all(wordSets(way).map(words => countRows(ctx, bounds, words)))
  return Math.min(...counts) < common ? way : { by: 'order' }
}

type ByMarks = Extract<Way, { by: 'marks' }>
const wordSets = ({ facts, attribute }: ByMarks) =>
  [facts, attribute === null ? [] : [attribute]].filter(words => words.length > 0)

async function countRows(ctx: Context, bounds: Bounds, words: readonly number[]): Promise<number> {
  const { values, add } = parameters()
  const [row] = await poolSql(ctx.db).query<{ count: number }>(countSql(bounds, words, common, add), values)
  return row?.count ?? 0
}

async function leadOf(ctx: Context, way: Way, bounds: Bounds) {
  if (way.by !== 'marks' || way.attribute === null || way.facts.length === 0) return 'both'
  const [ofFacts = 0, ofAttribute = 0] = await Promise.all(wordSets(way).map(words => countRows(ctx, bounds, words)))
  return leads(ofFacts, ofAttribute)
}
