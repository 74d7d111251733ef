import { openIncident } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import type { Breaker, Step } from './rules.ts'
import type { BreakerFields } from './schemas.ts'

interface Recorded {
  slug: string
  scope: BreakerFields['scope']
  before: Breaker
  steps: readonly Step[]
  /** What caused the change. */
  cause: Record<string, unknown>
  at: Date
}

/**
 * Writes each change of state of a breaker once, in the transaction that made it, and for an opening its incident. In
 * metrics-only a reached limit is only an event.
 */
export async function recordSteps(sql: Sql, ctx: Context, recorded: Recorded): Promise<void> {
  const { slug, before, steps, cause, at } = recorded
  const { streak, window, openings } = before
  const { agent } = recorded.scope
  for (const { from, to, epoch, rule, message, calls } of steps) {
    if (epoch === before.epoch) {
      await publish(sql, ctx.projectId, {
        topic: 'breakers',
        type: 'breaker.limit-reached',
        ids: [slug],
        revision: epoch,
      })
      continue
    }
    const evidence = { ...cause, streak, window, openings, ...(calls ? { calls } : {}) }
    if (to === 'open') await openFor(sql, ctx, recorded, { message, evidence })
    // Nobody knows which agents use a tool, so all of them ask again.
    if (to === 'open' || to === 'forced_open')
      await publish(sql, ctx.projectId, { topic: 'stops', type: 'agent.stopped', ids: agent === null ? [] : [agent] })
    await recordTransition(sql, ctx, {
      ...{ machine: 'breaker', id: slug, revision: epoch, from, to, rule, message, at },
      evidence,
      action: `breaker.${to}`,
      event: { topic: 'breakers', type: `breaker.${to}`, ids: [slug], revision: epoch },
    })
  }
}

/** An opening that follows another one before its incident is resolved belongs to that incident. */
function openFor(
  sql: Sql,
  ctx: Context,
  { slug, scope, at }: Recorded,
  { message, evidence }: { message: string; evidence: Record<string, unknown> },
) {
  const { agent, tool, environment } = scope
  const what = [tool, agent].filter(name => name !== null).join(' of ') || environment
  return openIncident(sql, ctx, {
    ...{ scope, at, evidence, severity: 'critical', source: { kind: 'breaker', id: slug } },
    cause: tool !== null ? 'tool-outage' : agent !== null ? 'failing-agent' : 'outage',
    title: `${what} fails: its breaker is open`,
    message: `The breaker ${slug} opened. ${message}`,
  })
}
