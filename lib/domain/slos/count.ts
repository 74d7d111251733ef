import type { Segment } from '#lib/domain/metrics/rules.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Counts } from './rules.ts'
import type { Source } from './source.ts'

// SQL: service levels of one kind are counted together, over many stretches of the rollups, by one statement.

/** A stretch of time that is counted as a whole, or in buckets of `bucketMs`. */
export interface Part {
  /** The key of its counts. With buckets, the key is the start of each bucket in milliseconds. */
  label: number | { bucketMs: number }
  segments: readonly Segment[]
}

export interface Counted {
  slug: string
  agent: string
  environment: string | null
  source: Source
}

const tables = {
  spans: 'rollup',
  tools: 'rollup',
  bins: 'rollup_bin',
  scores: 'rollup_score',
  scoreBins: 'rollup_score_bin',
}

/** What each kind adds up of a row `r` of its table for a service level `s`, and which rows it takes. */
const kinds: Record<Source['kind'], { bad: string; total: string; where: string }> = {
  spans: { bad: 'r.request_errors', total: 'r.requests', where: 'true' },
  tools: { bad: 'r.errors', total: 'r.spans', where: "r.kind = 'tool'" },
  bins: { bad: 'case when r.bin > s.above then r.count else 0 end', total: 'r.count', where: 'r.metric = s.metric' },
  scores: {
    bad: 'r.count - r.sum',
    total: 'r.count',
    where: "r.data_type <> 'categorical' and r.name = s.name and (s.score_source is null or r.source = s.score_source)",
  },
  scoreBins: {
    bad: 'case when r.value < s.above then r.count else 0 end',
    total: 'r.count',
    where: 'r.name = s.name and (s.score_source is null or r.source = s.score_source)',
  },
}

export type CountsByPart = Map<string, Map<number, Counts>>

/** Counts the bad and all, by service level and part. */
export async function count(
  sql: Sql,
  projectId: string,
  slos: readonly Counted[],
  parts: readonly Part[],
): Promise<CountsByPart> {
  const found: CountsByPart = new Map(slos.map(({ slug }) => [slug, new Map()]))
  for (const kind of Object.keys(kinds) as Source['kind'][]) {
    const own = slos.filter(({ source }) => source.kind === kind)
    if (own.length === 0) continue
    const { text, values } = statement(projectId, kind, own, parts)
    const rows = await sql.query<{ slug: string; at: string; bad: string; total: string }>(text, values)
    for (const { slug, at, bad, total } of rows)
      found.get(slug)?.set(Number(at), { bad: Number(bad), total: Number(total) })
  }
  return found
}

function statement(projectId: string, kind: Source['kind'], slos: readonly Counted[], parts: readonly Part[]) {
  const values: unknown[] = [projectId]
  const add = (value: unknown) => `$${values.push(value)}`
  const { bad, total, where } = kinds[kind]
  const list = (type: string, read: (slo: Counted) => unknown) => `${add(slos.map(read))}::${type}[]`
  const asked = [
    list('text', ({ slug }) => slug),
    list('text', ({ agent }) => agent),
    list('text', ({ environment }) => environment),
    list('float8', ({ source }) => ('above' in source ? source.above : null)),
    list('text', ({ source }) => ('metric' in source ? source.metric : null)),
    list('text', ({ source }) => ('name' in source ? source.name : null)),
    list('text', ({ source }) => ('from' in source ? source.from : null)),
  ]
  const agents = list('text', ({ agent }) => agent)
  // The index of histograms begins with the metric.
  const ofMetrics =
    kind === 'bins'
      ? ` and metric = any(${list('text', ({ source }) => ('metric' in source ? source.metric : null))})`
      : ''
  // Each stretch is a query of its own, with an index range scan. One condition with `or` would read every bucket.
  const rows = parts.flatMap(({ label, segments }) =>
    segments.map(({ grainSeconds, from, to }) => {
      const at = typeof label === 'number' ? `${add(label)}::bigint` : bucketOf(label.bucketMs, add)
      return `select ${at} as at, * from ${tables[kind]} where project_id = $1 and grain = ${grainSeconds}
        and bucket >= ${add(new Date(from))} and bucket < ${add(new Date(to))} and agent = any(${agents})${ofMetrics}`
    }),
  )
  return {
    values,
    text: `select s.slug, r.at, sum(${bad}) as bad, sum(${total}) as total from (${rows.join(' union all ')}) r
      join unnest(${asked.join(', ')}) s(slug, agent, environment, above, metric, name, score_source)
        on r.agent = s.agent and (s.environment is null or r.environment = s.environment)
      where ${where} group by s.slug, r.at having sum(${total}) > 0`,
  }
}

const bucketOf = (bucketMs: number, add: (value: unknown) => string) =>
  `(extract(epoch from date_bin(${add(`${bucketMs / 1000} seconds`)}::interval, bucket, '2000-01-01T00:00:00Z')) * 1000)::bigint`
