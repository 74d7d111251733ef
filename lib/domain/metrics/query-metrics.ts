import type { HistogramName } from '#lib/domain/traces/measures.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { queryMetricsContract } from './contract.ts'
import { histogramOf, isCostSum, isOfScored, measureInfo, type SpanOrTraceSum, scoresOf, sumsOf } from './measures.ts'
import { checkQuery, isOfScores, maxRows, rangeOf, topOf } from './rules.ts'
import type { Dimension, MetricsAnswer, MetricsQuery } from './schemas.ts'
import {
  begunStatement,
  binStatement,
  costStatement,
  scoredStatement,
  scoreStatement,
  sumStatement,
  topStatement,
} from './sql.ts'
import { type BinRow, type Group, measureValue, ranked } from './values.ts'

type Row = Record<string, unknown>

/** Measures by dimensions and time, only from rollups. `complete` is by the database's clock. */
export async function queryMetrics(
  ctx: Context,
  { body: query }: Input<typeof queryMetricsContract>,
): Promise<Output<typeof queryMetricsContract>> {
  await authorize(ctx, 'project.read')
  checkQuery(query)
  const range = rangeOf(query)
  const sql = poolSql(ctx.db)
  const names = [...new Set(query.measures.flatMap(sumsOf))]
  // A dimension of many values ranks both kinds of cost together, so both are read together.
  const together = topOf(query) !== null
  const costNames = together ? [] : names.filter(isCostSum)
  const spanNames = together ? [] : names.filter((name): name is SpanOrTraceSum => !isCostSum(name))
  const histograms = [...new Set(query.measures.flatMap(measure => histogramOf(measure) ?? []))]
  const ofScores = query.measures.flatMap(measure => scoresOf(measure) ?? [])
  const shape = { projectId: ctx.projectId, query, range, limit: (maxRows + 1) * Math.max(1, histograms.length) }
  const read = ({ text, values }: { text: string; values: unknown[] }) => sql.query<Row>(text, values)
  const ofScored = query.measures.some(isOfScored)
  const [tops, sums, costs, bins, scores, begun, scored, firstAt, now] = await Promise.all([
    together ? read(topStatement(shape, names)) : [],
    spanNames.length > 0 ? read(sumStatement(shape, spanNames)) : [],
    costNames.length > 0 ? read(costStatement(shape, costNames)) : [],
    histograms.length > 0 ? read(binStatement(shape, histograms)) : [],
    ofScores.length > 0 ? read(scoreStatement(shape, ofScores)) : [],
    ofScored ? read(begunStatement(shape)) : [],
    ofScored ? read(scoredStatement(shape)) : [],
    firstHour(sql, ctx.projectId),
    ctx.clock.now(sql),
  ])
  const groups = merged(query, { sums: [...tops, ...sums, ...costs], bins, scores, begun, scored })
  if (groups.length > maxRows) {
    throw invalid(`More than ${maxRows} rows: use fewer dimensions, a shorter range or larger buckets.`, 'body.by')
  }
  const { top } = query
  const shown = top ? ranked(top.by, groups).slice(0, top.limit) : groups
  return {
    columns: columnsOf(query),
    rows: shown.map(group => [...group.key, ...query.measures.map(measure => measureValue(measure, group))]),
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    complete: range.to <= now.getTime(),
    firstAt: firstAt?.toISOString() ?? null,
  }
}

/** SQL: the first of two indexes' rows each; Prisma would need a question for each of them. */
async function firstHour(sql: Sql, projectId: string): Promise<Date | null> {
  const first = (table: string) => `(select min(bucket) from ${table} where project_id = $1 and grain = 3600)`
  const text = `select least(${['rollup', 'rollup_cost', 'rollup_score'].map(first).join(', ')}) as at`
  const rows = await sql.query<{ at: Date | null }>(text, [projectId])
  return rows[0]?.at ?? null
}

type Rows = Record<'sums' | 'bins' | 'scores' | 'begun' | 'scored', readonly Row[]>

function merged(query: MetricsQuery, { sums, bins, scores, begun, scored }: Rows): Group[] {
  const groups = new Map<string, Group>()
  const groupOf = (row: Row): Group => {
    const key = keyOf(query, row)
    const id = JSON.stringify(key)
    const group = groups.get(id) ?? { key, sums: {}, bins: {}, scores: {}, traces: { begun: 0, scored: 0 } }
    groups.set(id, group)
    return group
  }
  for (const row of sums) Object.assign(groupOf(row).sums, row)
  for (const row of bins) groupOf(row).bins[row.metric as HistogramName] = row as unknown as BinRow
  for (const row of scores) groupOf(row).scores = row as Group['scores']
  for (const row of scored) groupOf(row).traces.scored = Number(row.traces)
  // Traces that began do not belong to a score: each score of the group has the same ones.
  const outer = { ...query, by: query.by.filter(name => !isOfScores(name)) }
  if (outer.by.length === query.by.length) for (const row of begun) groupOf(row).traces.begun = Number(row.traces)
  else {
    const all = new Map(begun.map(row => [JSON.stringify(keyOf(outer, row)), Number(row.traces)]))
    const skipped = query.bucket === 'none' ? 0 : 1
    for (const { key, traces } of groups.values()) {
      const outerKey = key.filter((_, i) => i < skipped || !isOfScores(query.by[i - skipped] as Dimension))
      traces.begun = all.get(JSON.stringify(outerKey)) ?? 0
    }
  }
  return [...groups.values()].sort((a, b) => compareKeys(a.key, b.key))
}

function keyOf(query: MetricsQuery, row: Row): (string | null)[] {
  const key = query.by.map(name => (row[name] === '' ? null : String(row[name])))
  return query.bucket === 'none' ? key : [(row.at as Date).toISOString(), ...key]
}

/** Unknown comes last. */
function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}

function columnsOf({ bucket, by, measures }: MetricsQuery): MetricsAnswer['columns'] {
  return [
    ...(bucket === 'none' ? [] : [{ name: 'bucket', kind: 'time' as const, unit: null }]),
    ...by.map(name => ({ name, kind: 'dimension' as const, unit: null })),
    ...measures.map(name => ({ name, kind: 'measure' as const, unit: measureInfo(name).unit })),
  ]
}
