import {
  type Add,
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
import type { TraceFilter } from '#lib/domain/traces/list-schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import {
  allAtOnceSql,
  type Bounds,
  busyDaySql,
  countSql,
  dayByDaySql,
  manyOfADay,
  mostCandidates,
  type Search,
} from './search-sql.ts'
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
export async function findTraces(
  ctx: Context,
  filter: TraceFilter,
  look: Windows = firstLook,
  many: number = manyOfADay,
): Promise<Found> {
  const way = await wayFor(ctx, filter)
  const walked = await walk(ctx, filter, way.by === 'order' ? onlyLook : look)
  if (way.by === 'order' || walked.next === null || walked.rows.length >= filter.limit) return walked
  if (way.by === 'marks' && orders[filter.sort].type === 'timestamptz')
    return searchDays(ctx, filter, way, many, walked)
  const searched = await searchAll(ctx, filter, way, walked)
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

/** Searches further with a statement for the conditions. */
async function readBeyond(
  ctx: Context,
  filter: TraceFilter,
  found: Found,
  way: Pick<Search, 'way' | 'lead'>,
  statement: (search: Search, add: Add) => string,
): Promise<Row[]> {
  const { values, add } = parameters()
  const search: Search = {
    ...way,
    ...boundsOf(ctx, filter, found.next),
    conditions: allConditions(filter, found.next ?? placeBefore(filter), add),
    limit: filter.limit - found.rows.length + 1,
    columns: traceColumns,
  }
  return poolSql(ctx.db).query<Row>(statement(search, add), values)
}

/** One row more than was wanted says that there is a next page. */
function together(found: Found, more: readonly Row[], filter: TraceFilter): Found {
  const rows = [...found.rows, ...more].slice(0, filter.limit)
  const last = rows.at(-1)
  return { rows, next: found.rows.length + more.length > filter.limit && last ? placeOf(last) : null }
}

async function searchAll(ctx: Context, filter: TraceFilter, way: Search['way'], walked: Found): Promise<Found | null> {
  const lead = await leadOf(ctx, way, boundsOf(ctx, filter, walked.next))
  const found = await readBeyond(ctx, filter, walked, { way, lead }, allAtOnceSql)
  return found[0]?.candidates === mostCandidates ? null : together(walked, found, filter)
}

/** Searches day by day. A day on which many traces have the marks is read in the order of time. */
async function searchDays(
  ctx: Context,
  filter: TraceFilter,
  way: ByMarks,
  many: number,
  walked: Found,
): Promise<Found> {
  const by = { way, lead: await leadOf(ctx, way, boundsOf(ctx, filter, walked.next)) }
  const days = (search: Search, add: Add) => dayByDaySql(search, many, add)
  // The place that is left stays the same; the days that are left become fewer.
  let left = filter
  for (let found = walked; ; ) {
    const rows = await readBeyond(ctx, left, found, by, days)
    const first = rows.findIndex(({ busy }) => busy !== null)
    const before = together(found, first < 0 ? rows : rows.slice(0, first), filter)
    if (first < 0 || before.next !== null) return before
    found = { ...before, next: walked.next }
    const day = Number(rows[first]?.busy)
    const ofDay = await readBeyond(ctx, left, found, by, (search, add) => busyDaySql(search, day, add))
    const after = together(found, ofDay, filter)
    if (after.next !== null) return after
    found = { ...after, next: walked.next }
    left = beyondDay(left, day)
  }
}

const dayMs = 86_400_000
const beyondDay = (filter: TraceFilter, day: number): TraceFilter =>
  orders[filter.sort].direction === 'desc'
    ? { ...filter, to: new Date(day * dayMs).toISOString() }
    : { ...filter, from: new Date((day + 1) * dayMs).toISOString() }

/** Days before the place where a page begins are not looked at again. */
function boundsOf({ projectId }: Context, { sort, from, to }: TraceFilter, place: Place | null): Bounds {
  const order = orders[sort]
  const reached = place !== null && order.type === 'timestamptz' ? place.position : undefined
  return { projectId, order, from, to, reached }
}

/** What is slow to check is checked on few traces only: where marks reach many, they are looked at in their order, page by page. */
async function wayFor(ctx: Context, filter: TraceFilter): Promise<Way> {
  const way = wayOf(ctx.projectId, filter)
  if (way.by !== 'marks' || !way.slow) return way
  const bounds = boundsOf(ctx, filter, placeBefore(filter) ?? null)
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
