import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import type { Breaker, Step } from './rules.ts'

interface Recorded {
  slug: string
  before: Breaker
  steps: readonly Step[]
  /** What made it move. */
  cause: Record<string, unknown>
  at: Date
}

/** Writes each change of state of a breaker once, in the transaction that made it; a limit that was only told of is an event. */
export async function recordSteps(sql: Sql, ctx: Context, { slug, before, steps, cause, at }: Recorded): Promise<void> {
  const { streak, window, openings } = before
  for (const { from, to, epoch, rule, message } of steps) {
    if (epoch === before.epoch) {
      await publish(sql, ctx.projectId, {
        topic: 'breakers',
        type: 'breaker.limit-reached',
        ids: [slug],
        revision: epoch,
      })
      continue
    }
    await recordTransition(sql, ctx, {
      ...{ machine: 'breaker', id: slug, revision: epoch, from, to, rule, message, at },
      evidence: { ...cause, streak, window, openings },
      action: `breaker.${to}`,
      event: { topic: 'breakers', type: `breaker.${to}`, ids: [slug], revision: epoch },
    })
  }
}
