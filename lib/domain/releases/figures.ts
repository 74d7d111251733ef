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
/** Values of one filter. */
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

/** Whoever may read releases, a pipeline say, may read their figures. */
const reader = (ctx: Context): Context => ({ ...systemContext(ctx.db, ctx.projectId, 'releases'), clock: ctx.clock })

const filterOf = ({ environment, releases }: Pick<Asked, 'environment' | 'releases'>) => ({
  release: [...releases],
  ...(environment === undefined ? {} : { environment }),
})

async function ask(ctx: Context, body: MetricsQuery) {
  const { columns, rows } = await queryMetrics(reader(ctx), { body })
  return rows.map(row => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])))
}

/** Figures by agent and release, of those that traces have named. */
export async function figuresOf(
  ctx: Context,
  asked: Asked,
): Promise<(agent: string, release: string) => ReleaseFigures | null> {
  const found = new Map<string, ReleaseFigures>()
  for (let at = 0; at < asked.releases.length; at += most) {
    const filter = filterOf({ ...asked, releases: asked.releases.slice(at, at + most) })
    const range = { from: asked.from, to: asked.to, bucket: 'none' as const, filter }
    const by: MetricsQuery['by'] = ['agent', 'release']
    const [rows, scored] = await Promise.all([
      ask(ctx, { ...range, by, measures: ['requests', 'errorRate', 'costPerRequest', 'requestLatencyP95'] }),
      ask(ctx, { ...range, by, measures: ['scores', 'scoreMean'] }),
    ])
    const scores = new Map(scored.map(row => [keyOf(row.agent, row.release), row]))
    for (const { agent, release, requestLatencyP95, ...figures } of rows) {
      const { scores: count = 0, scoreMean = null } = scores.get(keyOf(agent, release)) ?? {}
      const whole = { ...figures, latencyP95Ms: requestLatencyP95, scores: count, scoreMean }
      found.set(keyOf(agent, release), releaseFigures.parse(whole))
    }
  }
  return (agent, release) => found.get(keyOf(agent, release)) ?? null
}

/** Models that the traces of a release named, with the days in which they answered. */
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
