import { type Add, type Order, runsNamed } from '#lib/domain/traces/filter-sql.ts'
import { isRunning } from '#lib/domain/traces/trace-status.ts'
import type { Way } from './way.ts'

export interface Search {
  projectId: string
  way: Exclude<Way, { by: 'order' }>
  lead: 'facts' | 'attribute' | 'both'
  order: Order
  /** All conditions of a trace `t`, including the place after a cursor. */
  conditions: readonly string[]
  /** Bounds of the start, where there are any. */
  from?: string | undefined
  to?: string | undefined
  /** In the order of time: the start that the search has reached. Traces before it are not checked again. */
  reached?: string | undefined
  limit: number
  columns: string
}

/** The most traces that are checked for an order that does not follow days. */
export const mostCandidates = 20_000

/** On a day with so many candidates the traces are not put in their order one by one: they are read in it. */
export const manyOfADay = 200

const day = (text: string) => `floor(extract(epoch from ${text}) / 86400)::bigint`
const instant = (days: string) => `to_timestamp((${days}) * 86400)`

export type Bounds = Pick<Search, 'projectId' | 'order' | 'from' | 'to' | 'reached'>

/** The days on which traces began, one after the other, each read from an index. */
function daysSql({ projectId, order, from, to, reached }: Bounds, add: Add): string {
  const { direction } = order
  const bounds = [`project_id = ${add(projectId)}`]
  if (from) bounds.push(`started_at >= ${add(from)}::timestamptz`)
  if (to) bounds.push(`started_at < ${add(to)}::timestamptz`)
  if (reached) bounds.push(`started_at ${direction === 'desc' ? '<=' : '>='} ${add(reached)}::timestamptz`)
  const next = direction === 'desc' ? `started_at < ${instant('d.day')}` : `started_at >= ${instant('d.day + 1')}`
  const first = (conditions: readonly string[]) =>
    `(select ${day('started_at')} from trace where ${conditions.join(' and ')} order by started_at ${direction} limit 1)`
  return `with recursive d(day) as (
    select ${first(bounds)} union all select ${first([...bounds, next])} from d where d.day is not null)`
}

const onDay = [`t.started_at >= ${instant('d.day')}`, `t.started_at < ${instant('d.day + 1')}`]

/**
 * Traces that pass, in the order of time, from day to day through marks. It ends with the day that fills the page, or
 * before one on which `many` traces have the marks: rows without a trace, as many as are wanted, name that day as `busy`.
 */
export function dayByDaySql(search: Search, many: number, add: Add): string {
  const { projectId, order, conditions, limit, columns } = search
  return `${daysSql(search, add)}
    select ${columns}, position, case when c.busy then d.day::int end as busy from d cross join lateral (
      select array_agg(distinct trace_id) as ids, count(*) >= ${many} as busy from (${candidatesOfDay(search, add, many)}) few
    ) c cross join lateral (
      (select t.*, ${order.key}::text as position from unnest(c.ids) as c(trace_id) ${traceOf(projectId, add)}
        where ${[...onDay, ...conditions].join(' and ')} order by ${ordered(order)} limit ${limit})
      union all select (null::trace).*, null from generate_series(1, ${limit}) where c.busy
    ) t where d.day is not null limit ${limit}`
}

/**
 * Traces of one day that pass, read in the order of time. What stands in their own rows is checked there; what is said by
 * their spans only where marks say so.
 */
export function busyDaySql(search: Search, number: number, add: Add): string {
  const { projectId, way, order, conditions, limit, columns } = search
  const day = `(select ${add(number)}::bigint as day) d`
  const where = [`t.project_id = ${add(projectId)}`, ...onDay, ...conditions]
  // As a case it stays a look into a set: joined, all traces of the day would be read before the first is given.
  if (way.by === 'marks' && way.attribute !== null) {
    const marked = `select c.trace_id from ${day} cross join lateral (${candidatesOfDay(search, add)}) c`
    where.push(`case when t.trace_id in (${marked}) then true end`)
  }
  return `select ${columns}, ${order.key}::text as position from ${day} cross join lateral (
      select * from trace t where ${where.join(' and ')} order by ${ordered(order)} limit ${limit}) t`
}

/** Matching traces, in an order that does not follow days: it checks all traces from an index, or `mostCandidates`, and returns how many. */
export function allAtOnceSql(search: Search, add: Add): string {
  const { projectId, way, order, conditions, limit, columns } = search
  const found =
    way.by === 'marks'
      ? `${daysSql(search, add)}, found as (select distinct c.trace_id from d cross join lateral (${candidatesOfDay(search, add)}) c
          where d.day is not null limit ${mostCandidates})`
      : `with found as materialized (${candidates(way, projectId, add)} limit ${mostCandidates})`
  return `${found} select ${columns}, position, (select count(*)::int from found) as candidates from (
      select t.*, ${order.key}::text as position from found c ${traceOf(projectId, add)}
      where ${['true', ...conditions].join(' and ')} order by ${ordered(order)} limit ${limit}
    ) t order by ${ordered(order)}`
}

const ordered = ({ key, direction }: Order) => `${key} ${direction}, trace_id ${direction}`

/** By key, one by one: joined another way, all traces of a project would be read. */
const traceOf = (projectId: string, add: Add) =>
  `cross join lateral (select * from trace where project_id = ${add(projectId)} and trace_id = c.trace_id limit 1) t`

function candidates(way: Exclude<Way, { by: 'order' | 'marks' }>, projectId: string, add: Add): string {
  const project = add(projectId)
  if (way.by === 'run')
    return `select distinct trace_id from run_part where project_id = ${project} and ${runsNamed(add(way.run))}`
  return `select trace_id from trace t where project_id = ${project} and ${isRunning}`
}

/**
 * Traces begun on the day `d.day` that may pass: those with the marks, and those that have none yet. A trace may come more
 * than once. Of each kind no more than `most` are read, where no two sets must be met.
 */
function candidatesOfDay({ projectId, way, lead }: Search, add: Add, most: number | 'all' = 'all'): string {
  if (way.by !== 'marks') throw new Error('days are for marks')
  const { facts, attribute } = way
  const ofFacts = facts.length > 0 && lead !== 'attribute' ? facts : null
  const ofAttribute = attribute !== null && lead !== 'facts' ? [attribute] : null
  const sets = [ofFacts, ofAttribute].filter(words => words !== null)
  const found = sets.map(words => rowsWith(words, add, sets.length > 1 ? 'all' : most)).join(' intersect ')
  return `(${found}) union all (select trace_id from trace where project_id = ${add(projectId)} and not marked
    and started_at >= ${instant('d.day')} and started_at < ${instant('d.day + 1')} limit ${most})`
}

const rowsWith = (words: readonly number[], add: Add, most: number | 'all') =>
  `(select trace_id from trace_marks where marks @> array[${words.map(word => `d.day * 4294967296 + ${add(word)}::bigint`).join(', ')}] limit ${most})`

/** How many rows have some words, up to `most`. */
export function countSql(bounds: Bounds, words: readonly number[], most: number, add: Add): string {
  return `${daysSql(bounds, add)} select count(*)::int as count from (
    select from d cross join lateral ${rowsWith(words, add, 'all')} m where d.day is not null limit ${most}) found`
}
