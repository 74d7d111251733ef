import { qualityScores } from '#lib/domain/agents/index.ts'
import { readBreakers } from '#lib/domain/breakers/index.ts'
import { shadowEvidence } from '#lib/domain/shadow/index.ts'
import { rolloutHolds } from '#lib/domain/slos/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Evidence, PhaseEvidence } from './engine/types.ts'
import { readArms } from './read-arms.ts'
import { readFreezes } from './read-freezes.ts'
import { type RolloutRow, viewOf } from './row.ts'
import { type Freeze, freezeText, isFrozen } from './rules.ts'

// SQL: a reader of the rollups sums the figures.

/** Anything more recent may not be in the rollups yet. */
const watermarkMs = 30_000

/**
 * What is known of each rollout now, by its id. If something cannot be read, the evidence has a fault and never a zero.
 */
export async function readEvidence(
  ctx: Context,
  rows: readonly RolloutRow[],
  freezes?: readonly Freeze[],
): Promise<Map<string, Evidence>> {
  const { db, projectId } = ctx
  const now = (await ctx.clock.now(poolSql(db))).getTime()
  const readUpTo = Math.floor((now - watermarkMs) / 60_000) * 60_000
  const [ends, holds] = [await readEnds(ctx, rows), await readHolds(ctx, rows, now, freezes)]
  const figures = await readFigures(ctx, rows, readUpTo)
  const found = new Map<string, Evidence>()
  for (const row of rows) {
    const { strategy } = viewOf(row)
    const shadow = strategy.shadow && row.state === 'shadowing' ? await shadowEvidence(db, projectId, row.id) : null
    found.set(row.id, {
      ...{ readUpTo, phases: figures.phases.get(row.id) ?? [], shadow, fault: figures.fault },
      ...{ incident: null, breaker: null, holds: [], ...ends.get(row.id) },
      ...{ holds: [...(ends.get(row.id)?.holds ?? []), ...(holds.get(row.id) ?? [])] },
    })
  }
  return found
}

async function readFigures({ db, projectId }: Context, rows: readonly RolloutRow[], readUpTo: number) {
  try {
    const scores = await qualityScores(db, projectId)
    const asked = rows.map(row => ({ row, score: scores.get(row.agent) ?? null }))
    return { phases: await readArms(poolSql(db), projectId, asked, readUpTo), fault: null }
  } catch (error) {
    const fault = error instanceof Error ? error.message.slice(0, 300) : 'unknown'
    return { phases: new Map<string, PhaseEvidence[]>(), fault }
  }
}

type Ends = Pick<Evidence, 'incident' | 'breaker' | 'holds'>

/** Critical incidents and open breakers of an agent. Those from before the rollout began hold it, and do not end it. */
async function readEnds({ db, projectId }: Context, rows: readonly RolloutRow[]): Promise<Map<string, Ends>> {
  const earliest = new Date(Math.min(...rows.map(({ createdAt }) => createdAt.getTime())))
  const agents = [...new Set(rows.map(({ agent }) => agent))]
  const incidents = await db.prisma.incident.findMany({
    where: {
      ...{ projectId, severity: 'critical', agent: { in: agents } },
      OR: [{ state: { not: 'resolved' } }, { openedAt: { gte: earliest } }],
    },
    orderBy: { openedAt: 'asc' },
  })
  const raised = await db.prisma.stateTransition.findMany({
    where: {
      ...{ projectId, machine: 'incident', rule: 'severity-raised', at: { gte: earliest } },
      objectId: { in: incidents.map(({ id }) => id) },
    },
    select: { objectId: true, at: true },
  })
  const turned = new Map(raised.map(({ objectId, at }) => [objectId, at]))
  const breakers = await openBreakers({ db, projectId })
  return new Map(
    rows.map(row => {
      const here = (environment: string | null) => environment === null || environment === row.environment
      const own = incidents.filter(({ agent, environment }) => agent === row.agent && here(environment))
      const news = own.filter(({ id, openedAt }) => (turned.get(id) ?? openedAt) >= row.createdAt)
      const since = news.find(({ sourceKind }) => sourceKind !== 'breaker') ?? news[0]
      const before = own.find(({ id, state }) => id !== since?.id && state !== 'resolved')
      const broken = breakers.filter(({ agent, environment }) => agent === row.agent && here(environment))
      const opened = broken.find(({ at }) => at >= row.createdAt.getTime())
      const stood = broken.find(({ at }) => at < row.createdAt.getTime())
      const holds = [
        ...(before ? [`A critical incident was open before it began: ${before.title}`] : []),
        ...(stood ? [`The breaker ${stood.name} was open before it began.`] : []),
      ]
      return [
        row.id,
        {
          incident: since ? { id: since.id, title: since.title, isOfBreaker: since.sourceKind === 'breaker' } : null,
          ...{ breaker: opened ? { name: opened.name, reason: opened.reason } : null, holds },
        },
      ]
    }),
  )
}

/** Breakers that deny all steps of an agent. A breaker of a single tool stops the tool, not the release. */
async function openBreakers({ db, projectId }: Pick<Context, 'db' | 'projectId'>) {
  const states = await db.prisma.controlState.findMany({
    where: { projectId, kind: 'breaker', status: { in: ['open', 'forced_open'] } },
    select: { key: true, body: true },
  })
  if (states.length === 0) return []
  const all = await readBreakers(db, projectId)
  return states.flatMap(({ key, body }) => {
    const scope = all.find(({ slug }) => slug === key)?.scope
    const agent = scope ? scope.agent : key.startsWith('agent.') ? key.slice('agent.'.length) : null
    if (agent === null || scope?.tool) return []
    const { since, reason } = body as { since: number; reason: string | null }
    return [{ name: key, reason, agent, environment: scope?.environment ?? null, at: since }]
  })
}

async function readHolds(
  { db, projectId }: Context,
  rows: readonly RolloutRow[],
  now: number,
  known?: readonly Freeze[],
): Promise<Map<string, string[]>> {
  const freezes = known ?? (await readFreezes(db, projectId))
  const spent = await rolloutHolds(db, projectId)
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const levels = spent(row)
    const frozen = freezes.filter(freeze => isFrozen(freeze, row, now))
    found.set(row.id, [...frozen.map(freezeText), ...levels.map(({ reason }) => reason)])
  }
  return found
}
