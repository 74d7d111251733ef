import { type HistogramName, rollupDimensions, sumMeasures, traceSums } from '#lib/domain/traces/measures.ts'
import type { Bucket } from '#lib/shared/bucket.ts'
import {
  type CostSum,
  costSums,
  isCostSum,
  type Measure,
  type Quantile,
  readingOf,
  type SpanOrTraceSum,
  type Sum,
} from './measures.ts'
import { isOfScores, type Range, scoredDimensions, topOf } from './rules.ts'
import { costDimensions, type Dimension, type FilterDimension, type MetricsQuery, scoreDimensions } from './schemas.ts'
import { type ScoreMeasureName, scoreMeasures } from './score-measures.ts'

export interface Statement {
  text: string
  values: unknown[]
}

interface Shape {
  projectId: string
  query: MetricsQuery
  range: Range
  /** Rows read at most. */
  limit: number
}

/** Sums by group. */
export function sumStatement(shape: Shape, names: readonly SpanOrTraceSum[]): Statement {
  const { text, values, keys } = source('rollup', shape)
  const sums = names.map(name => `sum(${sumMeasures[name].column}) as "${name}"`)
  return {
    text: `select ${[...keys, ...sums].join(', ')} ${text} ${groupBy(keys)} having sum(spans) > 0 limit ${shape.limit}`,
    values,
  }
}

const columnOfSum = (name: Sum) => (isCostSum(name) ? costSums[name] : sumMeasures[name]).column

/** Sums of traces and of other costs by user, session or tag. Ranked if the query asks only for the first of them. */
export function topStatement(shape: Shape, names: readonly Sum[]): Statement {
  const { query } = shape
  const { text, values, keys } = topSource(shape)
  const sums = names.map(name => `sum(${columnOfSum(name)}) as "${name}"`)
  // Nobody asks for one user among a hundred thousand: the database ranks them and answers the first ones.
  const [order, limit] = query.top ? [` order by ${rankedSums(query.top.by)} desc`, query.top.limit] : ['', shape.limit]
  return {
    text: `select ${[...keys, ...sums].join(', ')} ${text} ${groupBy(keys)} having sum(traces) > 0 or sum(records) > 0${order} limit ${limit}`,
    values,
  }
}

/** What a ranked measure adds up. Only sums and totals are ranked. */
function rankedSums(measure: Measure): string {
  const reading = readingOf(measure)
  const of = reading.from === 'total' ? reading.of : reading.from === 'sum' ? [reading.sum] : []
  return of.map(name => `sum(${columnOfSum(name)})`).join(' + ')
}

/** Sums of other costs by group. */
export function costStatement(shape: Shape, names: readonly CostSum[]): Statement {
  const { text, values, keys } = source('rollup_cost', shape, costDimensions)
  const sums = names.map(name => `sum(${costSums[name].column}) as "${name}"`)
  return {
    text: `select ${[...keys, ...sums].join(', ')} ${text} ${groupBy(keys)} having sum(records) > 0 limit ${shape.limit}`,
    values,
  }
}

/**
 * By group and histogram: how many values there are, and the bins of the nearest ranks (the ⌈q·n⌉-th smallest value).
 */
export function binStatement(shape: Shape, histograms: readonly HistogramName[]): Statement {
  const { range } = shape
  const weeks = { ...shape, range: { ...range, segments: range.binSegments } }
  const { text, values, keys } = source('rollup_bin', weeks)
  const names = keys.map(key => key.split(' as ')[1] ?? key)
  const per = [...names, 'metric'].join(', ')
  const rank = (q: Quantile) => `min(bin) filter (where seen >= ceil(total * ${q} / 100.0)) as q${q}`
  values.push(histograms)
  return {
    text: `with bins as (select ${[...keys, 'metric', 'bin', 'sum(count) as n'].join(', ')} ${text} and metric = any($${values.length}::text[])
        ${groupBy(keys, ['metric', 'bin'])} having sum(count) > 0),
      ranks as (select ${per}, bin, sum(n) over (partition by ${per} order by bin) as seen, sum(n) over (partition by ${per}) as total from bins)
      select ${per}, max(total) as total, ${rank(50)}, ${rank(95)}, ${rank(99)} from ranks group by ${per} limit ${shape.limit}`,
    values,
  }
}

const traceDimensions: readonly Dimension[] = ['environment', 'agent', 'framework', 'release']
const keptByScores: readonly Dimension[] = [...traceDimensions, ...scoreDimensions]

/** Measures of scores by group. How numbers are distributed is in another table, which only counts. */
export function scoreStatement(shape: Shape, names: readonly ScoreMeasureName[]): Statement {
  const table = shape.query.by.includes('scoreValue') ? 'rollup_score_bin' : 'rollup_score'
  const { text, values, keys } = source(table, shape, keptByScores)
  const figures = names.map(name => `(${scoreMeasures[name].sql})::float8 as "${name}"`)
  return {
    text: `select ${[...keys, ...figures].join(', ')} ${text} ${groupBy(keys)} having sum(count) > 0 limit ${shape.limit}`,
    values,
  }
}

/** Traces that began, by group. Properties of scores do not divide them. */
export function begunStatement({ query, ...shape }: Shape): Statement {
  const outer = { ...query, by: query.by.filter(name => !isOfScores(name)) }
  const { text, values, keys } = source('rollup_by_agent', { ...shape, query: outer }, traceDimensions)
  return {
    text: `select ${[...keys, 'sum(traces) as traces'].join(', ')} ${text} ${groupBy(keys)} having sum(traces) > 0 limit ${shape.limit}`,
    values,
  }
}

/**
 * Traces with a score, by group. A row with an empty name, source or type stands for any of these. Only rows that were
 * counted in the way of the query are read.
 */
export function scoredStatement(shape: Shape): Statement {
  const { query } = shape
  const { text, values, keys } = source('rollup_scored', shape, [...traceDimensions, ...scoredDimensions])
  const asked = scoredDimensions.filter(name => query.by.includes(name) || query.filter[name] !== undefined).length
  const counted = scoredDimensions.map((name, i) => `${columnOf(name)} ${i < asked ? '<>' : '='} ''`).join(' and ')
  return {
    text: `select ${[...keys, 'sum(traces) as traces'].join(', ')} ${text} and ${counted} ${groupBy(keys)} having sum(traces) > 0 limit ${shape.limit}`,
    values,
  }
}

function groupBy(keys: readonly string[], more: readonly string[] = []): string {
  const all = [...keys.map(key => key.split(' as ')[0]), ...more]
  return all.length > 0 ? `group by ${all.join(', ')}` : ''
}

/** One index range scan for each stretch of a grain: a single condition with `or` would read every bucket. */
function source(
  table: string,
  { projectId, query, range }: Shape,
  dimensions: readonly Dimension[] = rollupDimensions,
) {
  const values: unknown[] = [projectId]
  const add = (value: unknown) => `$${values.push(value)}`
  const parts = range.segments.map(
    ({ grainSeconds, from, to }) =>
      `select * from ${table} where project_id = $1 and grain = ${grainSeconds} and bucket >= ${add(new Date(from))} and bucket < ${add(new Date(to))}`,
  )
  const filters = dimensions.map(name => filterOf(columnOf(name), query.filter[name as FilterDimension], add))
  const keys = [...bucketKey(query.bucket), ...query.by.map(name => named(columnOf(name), name))]
  return { text: `from (${parts.join(' union all ')}) r where true${filters.join('')}`, values, keys }
}

const columnsOfTop = [...new Set(traceSums.map(columnOfSum))]
const columnsOfCosts = Object.values(costSums).map(({ column }) => column)

/** The tables of a dimension of many values, joined by `union all`. Its column is called `value`. */
function topSource({ projectId, query, range }: Shape) {
  const dimension = topOf(query)
  const values: unknown[] = [projectId]
  const add = (value: unknown) => `$${values.push(value)}`
  const where = `project_id = $1 and bucket >= ${add(new Date(range.from))} and bucket < ${add(new Date(range.to))} and dimension = ${add(dimension)}`
  const filters = [
    filterOf('environment', query.filter.environment, add),
    filterOf('value', dimension === null ? undefined : query.filter[dimension], add),
  ]
  const column = (name: Dimension) => named(name === dimension ? 'value' : name, name)
  const keys = [...bucketKey(query.bucket), ...query.by.map(column)]
  const rows = (table: string, own: readonly string[]) =>
    `select bucket, environment, value, ${[...columnsOfTop, ...columnsOfCosts].map(name => (own.includes(name) ? name : `0 as ${name}`)).join(', ')}
     from ${table} where ${where}${filters.join('')}`
  return {
    text: `from (${rows('rollup_top', columnsOfTop)} union all ${rows('rollup_cost_top', columnsOfCosts)}) r`,
    values,
    keys,
  }
}

/** Columns whose name is not that of the dimension. */
const columns: Partial<Record<Dimension, string>> = {
  costKind: 'cost_kind',
  scoreName: 'name',
  scoreSource: 'source',
  scoreLabel: 'label',
  scoreType: 'data_type',
  scoreValue: 'value',
}
const columnOf = (name: Dimension) => columns[name] ?? name
const named = (column: string, name: Dimension) => (column === name ? name : `${column} as "${name}"`)

function filterOf(
  column: string,
  wanted: MetricsQuery['filter'][FilterDimension],
  add: (value: unknown) => string,
): string {
  if (wanted === undefined) return ''
  const list = (Array.isArray(wanted) ? wanted : [wanted]).map(value => value ?? '')
  return ` and ${column} = any(${add(list)}::text[])`
}

const wider: Partial<Record<Bucket, string>> = { '5minutes': '5 minutes', '6hours': '6 hours', day: '1 day' }

function bucketKey(bucket: Bucket): string[] {
  if (bucket === 'none') return []
  const width = wider[bucket]
  // Buckets are in UTC, whatever the time zone of the session is. All widths divide a day, so buckets begin at
  // multiples of their width.
  return width ? [`date_bin('${width}', bucket, '2000-01-01T00:00:00Z') as at`] : ['bucket as at']
}
