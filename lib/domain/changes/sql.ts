import { rangeOf } from '#lib/domain/metrics/rules.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { type Ranges, slowRanges } from './ranges.ts'
import type { ComparedBy } from './schemas.ts'

export interface Scope {
  projectId: string
  by: ComparedBy
  environment: string | undefined
  ranges: Ranges
}

interface Statement {
  text: string
  values: unknown[]
}

/**
 * Rows of both ranges: whole hours, and minutes where the end of a range cuts an hour. Each stretch is one index range
 * scan.
 */
function rowsFrom(table: string, { projectId, environment, ranges }: Scope, only: 'both' | 'after' = 'both') {
  const values: unknown[] = [projectId]
  const add = (value: unknown) => `$${values.push(value)}`
  const iso = (ms: number) => new Date(ms).toISOString()
  const { start, border, end, widthMs } = ranges
  // A row that is wider than a bucket would count only in the first of the buckets that it covers.
  const widest = widthMs >= bucketMs.day ? 86_400 : widthMs >= bucketMs.hour ? 3600 : 60
  const filter = environment === undefined ? '' : ` and environment = ${add(environment)}`
  const after = rangeOf(ofMinutes(iso(border), iso(end)))
  const sides = only === 'after' ? [after] : [rangeOf(ofMinutes(iso(start), iso(border))), after]
  const parts = (of: string) =>
    sides
      .flatMap(side => side.segments)
      .map(
        ({ grainSeconds, from, to }) =>
          `select * from ${of} where project_id = $1 and grain = ${Math.min(grainSeconds, widest)} and bucket >= ${add(iso(from))}::timestamptz and bucket < ${add(iso(to))}::timestamptz${filter}`,
      )
      .join(' union all ')
  return { values, add, rows: parts(table), scores: () => parts('rollup_score') }
}

const ofMinutes = (from: string, to: string) => ({ from, to, bucket: 'none' as const })

const place = (ranges: Ranges, add: (value: unknown) => string) =>
  `bucket >= ${add(new Date(ranges.border).toISOString())}::timestamptz as after,
   date_bin(${add(`${ranges.widthMs / 1000} seconds`)}::interval, bucket, '2000-01-01T00:00:00Z') as at`

/**
 * The `most` keys with the most requests, and how many keys had any. With few requests a change can rarely be told from
 * noise. The statement looks at every row, so it adds up only requests: the other figures are read later, and for these
 * keys alone. Both read the rollup of whole agents, because the one by model and tool has ten times as many rows. The
 * order needs no buckets, so it reads days.
 */
export function busiestStatement(scope: Scope, most: number): Statement {
  const ranges = { ...scope.ranges, widthMs: bucketMs.day }
  const { values, add, rows } = rowsFrom('rollup_by_agent', { ...scope, ranges })
  return {
    values,
    text: `select ${scope.by} as key, count(*) over () as total from (${rows}) r where requests > 0
      group by 1 order by sum(requests) desc, 1 limit ${add(most)}`,
  }
}

/**
 * Requests, failures, cost and numeric scores by key and bucket. Rows with a name are scores, which the same statement
 * reads.
 */
export function sumsStatement(scope: Scope, keys: readonly string[]): Statement {
  const { by, ranges } = scope
  const { values, add, rows, scores } = rowsFrom('rollup_by_agent', scope)
  const where = place(ranges, add)
  const ofThese = `${by} = any(${add(keys)}::text[])`
  return {
    values,
    text: `select ${by} as key, ${where}, max(framework) as framework, sum(requests) as requests,
        sum(request_errors) as errors, sum(cost_nanos) as cost, sum(unpriced + unmetered) as unknown, sum(traces) as traces,
        null as name, null as source, null as "scoreSum", null as scored
      from (${rows}) r where ${ofThese} group by 1, 2, 3
      union all
      select ${by}, ${where}, null, null, null, null, null, null, name, source, sum(sum), sum(count)
      from (${scores()}) s where data_type <> 'categorical' and ${ofThese} group by 1, 2, 3, name, source`,
  }
}

/** How many traces of the later range have a score, by its name, and by name and source. An empty source means any. */
export function scoredStatement(scope: Scope, keys: readonly string[]): Statement {
  const ranges = { ...scope.ranges, widthMs: bucketMs.day }
  const { values, add, rows } = rowsFrom('rollup_scored', { ...scope, ranges }, 'after')
  return {
    values,
    text: `select ${scope.by} as key, name, source, sum(traces) as traces from (${rows}) r
      where name <> '' and data_type = '' and ${scope.by} = any(${add(keys)}::text[]) group by 1, 2, 3`,
  }
}

/**
 * By key and bucket: how many requests there were, and how many of them took at least as long as the larger of the two
 * ranges' 95th percentiles. Also the bins of both percentiles.
 */
export function slowStatement(scope: Scope, keys: readonly string[]): Statement {
  const { by } = scope
  const ranges = slowRanges(scope.ranges)
  const { values, add, rows } = rowsFrom('rollup_bin', { ...scope, ranges })
  const rank = (side: string) => `min(bin) filter (where ${side} > 0 and seen_${side} >= ceil(total_${side} * 0.95))`
  const seen = (side: string) => `sum(${side}) over (partition by key order by bin) as seen_${side},
        sum(${side}) over (partition by key) as total_${side}`
  return {
    values,
    text: `with bins as (
        select ${by} as key, ${place(ranges, add)}, bin, sum(count::float8) as n from (${rows}) r
        where metric = 'request_us' and ${by} = any(${add(keys)}::text[]) group by 1, 2, 3, 4 having sum(count::float8) > 0),
      sides as (
        select key, bin, coalesce(sum(n) filter (where not after), 0) as old, coalesce(sum(n) filter (where after), 0) as new
        from bins group by key, bin),
      ranks as (select key, bin, old, new, ${seen('old')}, ${seen('new')} from sides),
      cuts as (select key, ${rank('old')} as old, ${rank('new')} as new from ranks group by key)
      select key, after, at, coalesce(sum(n) filter (where bin >= greatest(cuts.old, cuts.new)), 0) as slow, sum(n) as count,
        min(cuts.old) as old, min(cuts.new) as new
      from bins join cuts using (key) group by key, after, at`,
  }
}
