import { z } from 'zod'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import { instant } from '#lib/shared/instant.ts'
import { traceId } from '#lib/shared/trace-ids.ts'
import type { TraceFilter, TraceOrder, TraceSelection } from './list-schemas.ts'
import { scoreCondition } from './score-filter.ts'
import { traceStatus } from './trace-status.ts'

/** Takes a parameter of a statement and gives its placeholder. */
export type Add = (value: unknown) => string

export function parameters(): { values: unknown[]; add: Add } {
  const values: unknown[] = []
  return { values, add: value => `$${values.push(value)}` }
}

export interface Order {
  /** What an index holds in this order. */
  key: string
  type: 'timestamptz' | 'bigint'
  direction: 'desc' | 'asc'
}

export const orders: Record<TraceOrder, Order> = {
  '-startedAt': { key: 'started_at', type: 'timestamptz', direction: 'desc' },
  startedAt: { key: 'started_at', type: 'timestamptz', direction: 'asc' },
  '-durationMs': { key: 'duration_us', type: 'bigint', direction: 'desc' },
  '-cost': { key: 'coalesce(cost_nanos, -1)', type: 'bigint', direction: 'desc' },
  '-tokens': { key: 'coalesce(input_tokens, 0) + coalesce(output_tokens, 0)', type: 'bigint', direction: 'desc' },
}

/**
 * How many traces are looked at in their order: where many of them pass a filter they fill the page, and soonest so. A
 * trace's payloads are read for an attribute.
 */
export interface Windows {
  attribute: number
  text: number
  other: number
}

/** Where an index finds what these leave open. */
export const firstLook: Windows = { attribute: 200, text: 2_000, other: 2_000 }
/** Where there is no other way: what finds less than a page answers the way on. */
export const onlyLook: Windows = { attribute: 1_000, text: 5_000, other: 10_000 }

/** Where everything passes the page is the window, and few enough rows that they are taken from an index in order. */
function windowOf({ text, attribute, limit }: TraceFilter, picks: boolean, windows: Windows): number {
  if (!picks) return limit + 1
  return attribute ? windows.attribute : text ? windows.text : windows.other
}

/** The traces of a project in an order, after a cursor, no more than a window of them. */
interface TraceWalk {
  /** A subquery of whole trace rows `t` with `position` for the cursor and `n`, its place among them. */
  from: string
  orderBy: string
  /** The last trace that was checked, whether it matches or not: the next page begins there. */
  isEnd: string
}

/** Traces between two times, in an order, from a place on. */
interface Stretch {
  from?: string | undefined
  to?: string | undefined
  cursor?: Place | undefined
  order: Order
  window: number
  /** Conditions on columns that an index has with the order. */
  also?: string[]
}

/** Where a page ended. */
export interface Place {
  position: string
  traceId: string
  /** The trace itself again, because not all of its spans were given. */
  inclusive?: boolean
}

export function walkTraces(projectId: string, stretch: Stretch, add: Add): TraceWalk {
  const { order, window, cursor } = stretch
  const { key, type, direction } = order
  const where = [`project_id = ${add(projectId)}`, ...(stretch.also ?? [])]
  if (stretch.from) where.push(`started_at >= ${add(stretch.from)}::timestamptz`)
  if (stretch.to) where.push(`started_at < ${add(stretch.to)}::timestamptz`)
  if (cursor) {
    const side = `${direction === 'desc' ? '<' : '>'}${cursor.inclusive ? '=' : ''}`
    where.push(`(${key}, trace_id) ${side} (${add(cursor.position)}::${type}, ${add(cursor.traceId)})`)
  }
  const ordered = (name: string, of = '') => `${name} ${direction}, ${of}trace_id ${direction}`
  return {
    from: `(select *, sort_key::text as position, row_number() over (order by ${ordered('sort_key')})::int as n from (
      select *, ${key} as sort_key from trace where ${where.join(' and ')} order by ${ordered(key)} limit ${window}) looked) t`,
    orderBy: ordered('t.sort_key', 't.'),
    isEnd: `t.n = ${window}`,
  }
}

const placeOf = ([position, traceId]: [string, string]): Place => ({ position, traceId })

/** Where the page before ended. */
export const placeBefore = (filter: TraceFilter): Place | undefined =>
  filter.cursor === undefined ? undefined : placeOf(traceCursor(filter.sort).read(filter.cursor))

/** The statement that reads the list of traces, and the conditions that select from them. */
export function traceWalk(
  projectId: string,
  filter: TraceFilter,
  add: Add,
  windows: Windows,
): TraceWalk & { matches: string } {
  const order = orders[filter.sort]
  const picks = conditions(filter, add)
  const window = windowOf(filter, picks.length > 0, windows)
  const { from, to } = filter
  const stretch = { from, to, cursor: placeBefore(filter), order, window, also: withIndex(filter, add) }
  return { ...walkTraces(projectId, stretch, add), matches: ['true', ...picks].join(' and ') }
}

/** All conditions of a trace `t`, after a place in the list. */
export function allConditions(filter: TraceFilter, after: Place | undefined, add: Add): string[] {
  const { key, type, direction } = orders[filter.sort]
  const result = [...withIndex(filter, add), ...conditions(filter, add)]
  if (filter.from) result.push(`started_at >= ${add(filter.from)}::timestamptz`)
  if (filter.to) result.push(`started_at < ${add(filter.to)}::timestamptz`)
  if (after) {
    const place = `(${add(after.position)}::${type}, ${add(after.traceId)})`
    result.push(`(${key}, t.trace_id) ${direction === 'desc' ? '<' : '>'} ${place}`)
  }
  return result
}

/** Conditions that an index answers in the order of time. */
function withIndex(filter: TraceFilter, add: Add): string[] {
  const also = Object.entries(indexed).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof indexed]
    return value === undefined ? [] : [`${column} = ${add(value)}`]
  })
  if (filter.messageTraces === 'fold') also.push(works)
  if (filter.messageTraces === 'only') also.push(onlyMessages)
  return also
}

/** Columns that have an index with the start. */
const indexed = { agent: 'agent', session: 'session_id', user: 'user_id' } as const
const compared = { release: 'release', environment: 'environment', framework: 'framework' } as const

/** Framework messages beside other spans, or alone. Each is the condition of an index. */
const works = 'noise_count < span_count'
const onlyMessages = 'noise_count = span_count'

/** The name of a run comes from its client, or is the id of its first trace. */
export const runsNamed = (run: string) => `run_key in ('r:' || ${run}, 't:' || ${run})`
const runCondition = (run: string) =>
  `t.trace_id in (select trace_id from run_part where project_id = t.project_id and ${runsNamed(run)})`

/** Conditions on a trace `t` that no index answers. */
function conditions(filter: TraceSelection, add: Add): string[] {
  const result: string[] = []
  for (const [name, column] of Object.entries(compared)) {
    const value = filter[name as keyof typeof compared]
    if (value !== undefined) result.push(`t.${column} = ${add(value)}`)
  }
  if (filter.model) result.push(`${add(filter.model)} = any(t.models)`)
  if (filter.tag) result.push(`${add(filter.tag)} = any(t.tags)`)
  if (filter.tool) result.push(`${add(filter.tool)} = any(t.tools)`)
  if (filter.status) result.push(`(${traceStatus}) = ${add(filter.status)}`)
  if (filter.run) result.push(runCondition(add(filter.run)))
  if (filter.prompt !== undefined) result.push(promptCondition(filter.prompt, filter.promptVersion, add))
  if (filter.score) result.push(scoreCondition(filter.score, add))
  if (filter.text) result.push(textCondition(add(likePattern(filter.text))))
  if (filter.attribute) result.push(attributeCondition(filter.attribute, add))
  return result
}

/** By the key of what each trace did with a prompt. */
function promptCondition(prompt: string, version: string | undefined, add: Add): string {
  const ofVersion = version === undefined ? '' : ` and u.version = ${add(version)}`
  return `exists (select from prompt_use u where u.project_id = t.project_id and u.trace_id = t.trace_id
    and u.prompt = ${add(prompt)}${ofVersion})`
}

export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** A scalar subquery, not `exists`: that might be answered by reading every message there is. */
const textCondition = (like: string) =>
  `(t.name ilike ${like} or t.input_preview ilike ${like} or t.output_preview ilike ${like} or t.trace_id ilike ${like}
    or (select true from span_message m where m.project_id = t.project_id and m.trace_id = t.trace_id and m.direction <> 'usage' and m.json ilike ${like} limit 1))`

function attributeCondition(attribute: string, add: Add): string {
  return `(select true from span_payload p where p.project_id = t.project_id and p.day = t.day and p.trace_id = t.trace_id
    and ${attributeTest(attribute, add)} limit 1)`
}

/** `key:value` or `key`; a number or a truth value is compared as it is written. */
export function attributeTest(attribute: string, add: Add): string {
  const colon = attribute.indexOf(':')
  if (colon < 0) return `p.attributes ? ${add(attribute)}`
  return `p.attributes ->> ${add(attribute.slice(0, colon))} = ${add(attribute.slice(colon + 1))}`
}

const timestamp = z
  .string()
  .regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/)
  .refine(text => instant.safeParse(`${text.slice(0, 19).replace(' ', 'T')}Z`).success)
const bigint = z.string().regex(/^-?\d{1,18}$/)

/** Where traces lie in an order, as a cursor holds it. */
export const placeIn = ({ type }: Order) => z.tuple([type === 'bigint' ? bigint : timestamp, traceId])

/** The cursor of the list of traces in one order. */
export const traceCursor = (sort: TraceOrder) => listCursor(`traces ${sort}`, placeIn(orders[sort]))
