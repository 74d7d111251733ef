import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import { rangeOf } from '#lib/domain/metrics/rules.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { versionIn } from '#lib/shared/prompt-version.ts'
import { binMiddle } from '#lib/shared/statistics.ts'
import type { Arm, PhaseEvidence } from './engine/types.ts'
import { addPromptArms, type PromptStretch } from './read-prompt-arms.ts'
import { type RolloutRow, spansOf } from './row.ts'

// SQL: three statements sum every phase and both arms of all rollouts of a project from the rollups.

const minuteMs = 60_000

interface Stretch {
  key: string
  grain: number
  from: string
  to: string
  agent: string
  environment: string
  release: string
  score: QualityScore | null
}

const keyOf = (id: string, step: number, arm: 'candidate' | 'control') => `${id} ${step} ${arm}`

const iso = (ms: number) => new Date(ms).toISOString()
const both = ['candidate', 'control'] as const

/** Whole minutes of each phase, up to the watermark: rollups have no smaller buckets. */
function minutesOf(row: RolloutRow, readUpTo: number) {
  return spansOf(row).flatMap(({ step, from, to }) => {
    const start = Math.ceil(from / minuteMs) * minuteMs
    const end = Math.min(readUpTo, to === null ? readUpTo : Math.floor(to / minuteMs) * minuteMs)
    return start < end ? [{ step, from: iso(start), to: iso(end) }] : []
  })
}

function stretchesOf({ row, score }: Judged, readUpTo: number): Stretch[] {
  const { id, agent, environment, candidate, baseline } = row
  return minutesOf(row, readUpTo).flatMap(({ step, from, to }) =>
    rangeOf({ from, to, bucket: 'none' }).segments.flatMap(segment =>
      both.map(arm => ({
        ...{ key: keyOf(id, step, arm), grain: segment.grainSeconds, from: iso(segment.from), to: iso(segment.to) },
        ...{ agent, environment, release: arm === 'candidate' ? candidate : baseline, score },
      })),
    ),
  )
}

function promptStretchesOf({ row, score }: Judged, readUpTo: number): PromptStretch[] {
  const { id, environment, candidate, baseline } = row
  const [prompt, asked, was] = [row.prompt ?? '', versionIn(candidate), versionIn(baseline)]
  return minutesOf(row, readUpTo).flatMap(({ step, from, to }) =>
    both.map(arm => ({
      ...{ key: keyOf(id, step, arm), from, to, environment, prompt, score },
      version: arm === 'candidate' ? asked : was,
    })),
  )
}

const asked = `unnest($2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  w(key, grain, from_at, to_at, agent, environment, release, score, score_source)`
const join = `on r.project_id = $1 and r.grain = w.grain and r.bucket >= w.from_at and r.bucket < w.to_at
  and r.agent = w.agent and r.environment = w.environment and r.release = w.release`

const emptyArm = (): Arm => ({
  ...{ requests: 0, errors: 0 },
  cost: { n: 0, sum: 0, squares: 0 },
  quality: { n: 0, sum: 0, squares: 0 },
})

interface Judged {
  row: RolloutRow
  score: QualityScore | null
}

/** What both sides of each rollout did in each of its phases, by the id of the rollout. */
export async function readArms(
  sql: Sql,
  projectId: string,
  rollouts: readonly Judged[],
  readUpTo: number,
): Promise<Map<string, PhaseEvidence[]>> {
  const ofReleases = rollouts.filter(({ row }) => row.prompt === null)
  const ofPrompts = rollouts.filter(({ row }) => row.prompt !== null)
  const stretches = ofReleases.flatMap(one => stretchesOf(one, readUpTo))
  const versions = ofPrompts.flatMap(one => promptStretchesOf(one, readUpTo))
  const arms = new Map<string, Arm>()
  const armOf = (key: string): Arm => {
    const known = arms.get(key) ?? emptyArm()
    arms.set(key, known)
    return known
  }
  if (stretches.length > 0) await addAll(sql, projectId, stretches, armOf)
  if (versions.length > 0) await addPromptArms(sql, projectId, versions, armOf)
  return new Map(
    rollouts.map(({ row }) => [
      row.id,
      spansOf(row).map(({ step }) => ({
        ...{ step, candidate: armOf(keyOf(row.id, step, 'candidate')), control: armOf(keyOf(row.id, step, 'control')) },
      })),
    ]),
  )
}

async function addAll(sql: Sql, projectId: string, stretches: readonly Stretch[], armOf: (key: string) => Arm) {
  const list = <T>(read: (stretch: Stretch) => T) => stretches.map(read)
  const values = [
    ...[projectId, list(({ key }) => key), list(({ grain }) => grain), list(({ from }) => from), list(({ to }) => to)],
    ...[list(({ agent }) => agent), list(({ environment }) => environment), list(({ release }) => release)],
    ...[list(({ score }) => score?.name ?? null), list(({ score }) => score?.source ?? null)],
  ]
  const counts = await sql.query<{ key: string; requests: string; errors: string }>(
    `select w.key, sum(r.requests) as requests, sum(r.request_errors) as errors from ${asked} join rollup r ${join}
     group by w.key`,
    values,
  )
  for (const { key, requests, errors } of counts) {
    const arm = armOf(key)
    arm.requests = Number(requests)
    arm.errors = Number(errors)
  }
  const costs = await sql.query<{ key: string; bin: number; count: string }>(
    `select w.key, r.bin, sum(r.count) as count from ${asked} join rollup_bin r ${join} and r.metric = 'run_cost_nanos'
     group by w.key, r.bin`,
    values,
  )
  for (const { key, bin, count } of costs) addCost(armOf(key), binMiddle(bin) / 1e9, Number(count))
  const scores = await sql.query<{ key: string; count: string; sum: string; squares: string }>(
    `select w.key, sum(r.count) as count, sum(r.sum) as sum, sum(r.sum_squares) as squares
     from ${asked} join rollup_score r ${join} and r.name = w.score and (w.score_source is null or r.source = w.score_source)
       and r.data_type <> 'categorical' group by w.key`,
    values,
  )
  for (const { key, count, sum, squares } of scores)
    armOf(key).quality = { n: Number(count), sum: Number(sum), squares: Number(squares) }
}

function addCost(arm: Arm, dollars: number, count: number): void {
  arm.cost.n += count
  arm.cost.sum += count * dollars
  arm.cost.squares += count * dollars * dollars
}
