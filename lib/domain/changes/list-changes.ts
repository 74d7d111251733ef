import { qualityScores } from '#lib/domain/agents/index.ts'
import { releasesSeen } from '#lib/domain/releases/index.ts'
import { type WorstLevel, worstLevels } from '#lib/domain/slos/index.ts'
import { badness } from '#lib/domain/slos/rules.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { chanceLimit } from '#lib/shared/change/change.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { chancesOf, compared, judge, weight } from './compare.ts'
import type { listChangesContract } from './contract.ts'
import { type Ranges, rangesOf } from './ranges.ts'
import type { ChangesQuery, Compared } from './schemas.ts'
import { type Score, type ScoredRow, type SlowRow, type SumRow, seriesOf } from './series.ts'
import type { Appeared } from './since.ts'
import { busiestStatement, scoredStatement, slowStatement, sumsStatement } from './sql.ts'

/** How many are compared. The others, which have fewer requests, are only counted. */
const most = 300

/**
 * Compares each agent (or framework) with the range of the same length before, the worst first. It needs a few queries,
 * all of rollups.
 */
export async function listChanges(
  ctx: Context,
  { query }: Input<typeof listChangesContract>,
): Promise<Output<typeof listChangesContract>> {
  await authorize(ctx, 'project.read')
  const sql = poolSql(ctx.db)
  const ranges = rangesOf(query, (await ctx.clock.now(sql)).getTime())
  const scope = { projectId: ctx.projectId, by: query.by, environment: query.environment, ranges }
  const busiest = busiestStatement(scope, most)
  const found = await sql.query<{ key: string; total: string }>(busiest.text, busiest.values)
  const keys = found.map(({ key }) => key)
  const [sums, slow, scored] = [sumsStatement(scope, keys), slowStatement(scope, keys), scoredStatement(scope, keys)]
  const [sumRows, slowRows, scoredRows, appeared, levels, registered] = await Promise.all([
    sql.query<SumRow>(sums.text, sums.values),
    sql.query<SlowRow>(slow.text, slow.values),
    sql.query<ScoredRow>(scored.text, scored.values),
    releasesIn(ctx, query, ranges, keys),
    query.by === 'agent' ? worstLevels(ctx, query.environment) : new Map<string, WorstLevel>(),
    query.by === 'agent' ? qualityScores(ctx.db, ctx.projectId) : new Map<string, null>(),
  ])
  const judged = seriesOf(sumRows, slowRows, ranges).map(series =>
    judge(series, registered.get(series.key) ?? null, appeared.get(series.key) ?? [], ranges),
  )
  const limit = chanceLimit(judged.flatMap(chancesOf))
  const traces = scoredTraces(scoredRows)
  const items = judged
    .map(each => ({
      ...compared(each, traces(each.series.key, each.score), limit, ranges),
      slo: levels.get(each.series.key) ?? null,
    }))
    .sort(worstFirst)
  return {
    range: bounds(ranges.border, ranges.end),
    before: bounds(ranges.start, ranges.border),
    items: items.slice(0, query.limit),
    total: Number(found[0]?.total ?? 0),
    compared: items.length,
    worse: items.filter(({ health }) => health === 'critical' || health === 'worse').length,
  }
}

/** How many traces of a key have a score. */
function scoredTraces(rows: readonly ScoredRow[]) {
  const keyOf = (...parts: readonly string[]) => JSON.stringify(parts)
  const counts = new Map(rows.map(({ key, name, source, traces }) => [keyOf(key, name, source), Number(traces)]))
  return (key: string, score: Score | null) =>
    score === null ? 0 : (counts.get(keyOf(key, score.name, score.source ?? '')) ?? 0)
}

const bounds = (from: number, to: number) => ({ from: toRfc3339(new Date(from)), to: toRfc3339(new Date(to)) })

/** Releases by agent that first appeared within the two ranges. Frameworks have none. */
async function releasesIn(
  ctx: Context,
  { by, environment }: ChangesQuery,
  { start, end }: Ranges,
  agents: readonly string[],
): Promise<Map<string, Appeared[]>> {
  const appeared = new Map<string, Appeared[]>()
  if (by !== 'agent') return appeared
  const query = { environment, from: new Date(start).toISOString(), to: new Date(end).toISOString() }
  const items = await releasesSeen(ctx, query, agents)
  for (const { agent, release, firstAt, initial } of items) {
    if (initial) continue
    const key = agent ?? ''
    appeared.set(key, [...(appeared.get(key) ?? []), { release, atMs: Date.parse(firstAt) }])
  }
  return appeared
}

const rank = { critical: 0, worse: 1, steady: 2, unknown: 2 }
const sumOfWeights = ({ findings }: Compared) => findings.reduce((sum, finding) => sum + weight(finding), 0)

const levelRank = ({ slo }: Compared) => (slo ? badness[slo.status] : 0)

function worstFirst(a: Compared, b: Compared): number {
  return (
    levelRank(b) - levelRank(a) ||
    rank[a.health] - rank[b.health] ||
    sumOfWeights(b) - sumOfWeights(a) ||
    (b.requests.value ?? 0) - (a.requests.value ?? 0) ||
    ((a.key ?? '') < (b.key ?? '') ? -1 : 1)
  )
}
