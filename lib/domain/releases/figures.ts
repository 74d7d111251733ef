import { qualityScores } from '#lib/domain/agents/index.ts'
import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import type { MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { systemContext } from '#lib/platform/context.ts'
import { type ReleaseFigures, releaseFigures } from './schemas.ts'

export interface Range {
  from: string
  to: string
}

const days = 30
/** The most values in one filter. */
const most = 50

export const lastDays = (now: Date): Range => ({
  from: new Date(now.getTime() - days * 86_400_000).toISOString(),
  to: now.toISOString(),
})

interface Asked extends Range {
  environment: string | undefined
  releases: readonly string[]
}

const keyOf = (agent: unknown, release: unknown) => `${agent}\n${release}`

/** Asks as the system: whoever may read releases may read their figures, even a key that may not query metrics. */
const reader = (ctx: Context): Context => ({ ...systemContext(ctx.db, ctx.projectId, 'releases'), clock: ctx.clock })

const filterOf = ({ environment, releases }: Pick<Asked, 'environment' | 'releases'>) => ({
  release: [...releases],
  ...(environment === undefined ? {} : { environment }),
})

async function ask(ctx: Context, body: MetricsQuery) {
  const { columns, rows } = await queryMetrics(reader(ctx), { body })
  return rows.map(row => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])))
}

/** Reads the figures of the releases that traces have named. */
export async function figuresOf(
  ctx: Context,
  asked: Asked & { agents: readonly string[] },
): Promise<(agent: string, release: string) => ReleaseFigures | null> {
  const found = new Map<string, ReleaseFigures>()
  const scores = await scoresFor(ctx, asked)
  for (const releases of inPieces(asked.releases)) {
    const range = { from: asked.from, to: asked.to, bucket: 'none' as const, filter: filterOf({ ...asked, releases }) }
    const rows = await ask(ctx, {
      ...range,
      by: ['agent', 'release'],
      measures: ['requests', 'errorRate', 'costPerRequest', 'requestLatencyP95'],
    })
    for (const { agent, release, requestLatencyP95, ...figures } of rows) {
      const whole = { ...figures, latencyP95Ms: requestLatencyP95, ...scores(String(agent), String(release)) }
      found.set(keyOf(agent, release), releaseFigures.parse(whole))
    }
  }
  return (agent, release) => found.get(keyOf(agent, release)) ?? null
}

type OfScores = Pick<ReleaseFigures, 'scoreName' | 'scores' | 'scoreMean' | 'scoredShare'>

/** Each agent by one score, whichever release: means of different scores are not comparable. */
async function scoresFor(
  ctx: Context,
  asked: Asked & { agents: readonly string[] },
): Promise<(agent: string, release: string) => OfScores> {
  const chosen = await chosenScores(ctx, asked)
  const found = new Map<string, OfScores>()
  const byScore = Map.groupBy(chosen, ([, { name, source }]) => JSON.stringify([name, source]))
  for (const same of byScore.values()) {
    const [first] = same
    if (!first) continue
    const { name, source } = first[1]
    for (const releases of inPieces(asked.releases)) {
      const rows = await ask(ctx, {
        ...{ from: asked.from, to: asked.to, bucket: 'none', by: ['agent', 'release'] },
        measures: ['scores', 'scoreMean', 'scoredShare'],
        filter: {
          ...filterOf({ ...asked, releases }),
          scoreName: name,
          ...(source === null ? {} : { scoreSource: source }),
        },
      })
      const own = new Set(same.map(([agent]) => agent))
      for (const { agent, release, scores, scoreMean, scoredShare } of rows)
        if (own.has(String(agent)))
          found.set(keyOf(agent, release), { scoreName: name, scores, scoreMean, scoredShare } as OfScores)
    }
  }
  return (agent, release) =>
    found.get(keyOf(agent, release)) ?? {
      scoreName: chosen.get(agent)?.name ?? null,
      ...{ scores: 0, scoreMean: null, scoredShare: null },
    }
}

/** The score of each agent's entry; of one without, the one with the most values. */
async function chosenScores(
  ctx: Context,
  { from, to, agents, environment }: Asked & { agents: readonly string[] },
): Promise<Map<string, QualityScore>> {
  const registered = await qualityScores(ctx.db, ctx.projectId)
  const chosen = new Map<string, QualityScore>()
  const left: string[] = []
  for (const agent of new Set(agents)) {
    const score = registered.get(agent)
    if (score) chosen.set(agent, score)
    else left.push(agent)
  }
  for (const some of inPieces(left)) {
    const rows = await ask(ctx, {
      ...{ from, to, bucket: 'none', by: ['agent', 'scoreName', 'scoreSource'], measures: ['scores'] },
      filter: { agent: some, scoreType: ['numeric', 'boolean'], ...(environment === undefined ? {} : { environment }) },
    })
    for (const row of rows.sort((a, b) => Number(b.scores) - Number(a.scores))) {
      const agent = String(row.agent)
      if (!chosen.has(agent)) chosen.set(agent, { name: String(row.scoreName), source: row.scoreSource as string })
    }
  }
  return chosen
}

const inPieces = (values: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(values.length / most) }, (_, i) => values.slice(i * most, (i + 1) * most))

/** The models that the traces of a release named, each with the first and last day on which it answered. */
export async function modelsOf(ctx: Context, agent: string, asked: Asked) {
  const rows = await ask(ctx, {
    ...{ from: asked.from, to: asked.to, bucket: 'day', by: ['model'], measures: ['spans'] },
    filter: { ...filterOf(asked), agent },
  })
  const models = new Map<string, { model: string; spans: number; firstDay: string; lastDay: string }>()
  for (const { bucket, model, spans } of rows) {
    if (typeof model !== 'string' || Number(spans) === 0) continue
    const day = String(bucket).slice(0, 10)
    const known = models.get(model)
    models.set(model, {
      ...{ model, spans: (known?.spans ?? 0) + Number(spans) },
      ...{ firstDay: known?.firstDay ?? day, lastDay: day },
    })
  }
  return [...models.values()]
}
