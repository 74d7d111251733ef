import { rangeOf } from '#lib/domain/metrics/rules.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { type Counted, type CountsByPart, count, type Part } from './count.ts'
import type { Level } from './read-slos.ts'
import { type Counts, type Judged, judge, stretchEdges } from './rules.ts'

export interface Measured extends Level {
  judged: Judged
  /** Why the status is unknown, in one sentence; null if it is known. */
  why: string | null
}

/** Measures service levels now, from the rollups. Those with the same period are read together. */
export async function measure(
  sql: Sql,
  projectId: string,
  levels: readonly Level[],
  now: number,
): Promise<Map<string, Measured>> {
  const measured = new Map<string, Measured>()
  for (const days of new Set(levels.map(({ slo }) => slo.days))) {
    const own = levels.filter(({ slo }) => slo.days === days)
    const counts = await count(sql, projectId, own.flatMap(countedOf), stretches(days, now))
    for (const level of own) measured.set(level.slo.slug, judgedOf(level, counts))
  }
  return measured
}

export const countedOf = ({ slo, source }: Level): Counted[] =>
  source === null ? [] : [{ slug: slo.slug, agent: slo.agent, environment: slo.environment, source }]

/** The stretches of time between the edges. Each is labelled with the seconds ago at which it begins. The last ends with the present minute. */
function stretches(days: number, now: number): Part[] {
  const end = Math.ceil(now / 60_000) * 60_000
  const edges = stretchEdges(days)
  return edges.map((edge, i) => {
    const range = { from: iso(end - edge * 1000), to: iso(end - (edges[i + 1] ?? 0) * 1000), bucket: 'none' as const }
    return { label: edge, segments: rangeOf(range).segments }
  })
}

const iso = (ms: number) => new Date(ms).toISOString()
const none: ReadonlyMap<number, Counts> = new Map()

function judgedOf(level: Level, counts: CountsByPart): Measured {
  const { slo, target, source } = level
  const own = counts.get(slo.slug) ?? none
  const odd = source?.kind === 'scores' && [...own.values()].some(({ bad, total }) => bad < -1e-6 || bad > total + 1e-6)
  const judged = judge({ ...slo, target }, odd ? none : own)
  return { ...level, judged, why: judged.status === 'unknown' ? whyUnknown(level, odd) : null }
}

function whyUnknown({ slo, source }: Level, odd: boolean): string {
  if (source === null) return `The entry of the agent ${slo.agent} names no quality score. Set qualityScore there.`
  if (odd) return 'Some of its scores are not between 0 and 1. Set thresholdScore.'
  const place = slo.environment === null ? '' : ` in ${slo.environment}`
  return `${slo.agent} had no ${nouns[slo.objective]}${place} in the last ${slo.days === 1 ? 'day' : `${slo.days} days`}.`
}

const nouns = {
  success: 'requests',
  latency: 'requests',
  cost: 'runs with a known cost',
  quality: 'scores',
  tool_success: 'tool calls',
}
