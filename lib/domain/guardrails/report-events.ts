import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { reportGuardrailEventsContract } from './contract.ts'
import { openSafetyIncidents } from './open-safety-incidents.ts'
import { type Answered, countAnswers } from './record-answers.ts'

const dayMs = 86_400_000

/** Stores what guardrails elsewhere answered, and counts what is new. Throws 422 for an event more than a day ahead. */
export async function reportEvents(
  ctx: Context,
  { body }: Input<typeof reportGuardrailEventsContract>,
): Promise<Output<typeof reportGuardrailEventsContract>> {
  await authorize(ctx, 'guardrails.report')
  const events = 'events' in body ? body.events : [body]
  return change(ctx, async tx => {
    const now = await ctx.clock.now(tx)
    const rows = events.map((event, place) => {
      const at = event.at === undefined ? now : new Date(event.at)
      if (at.getTime() > now.getTime() + dayMs) {
        throw invalid('More than a day ahead of the clock.', 'events' in body ? `body.events.${place}.at` : 'body.at')
      }
      const { details, ...rest } = event
      const kept = details === undefined ? {} : { details: details as object }
      return { ...rest, ...kept, projectId: ctx.projectId, id: event.id ?? newId('gev'), source: 'reported', at }
    })
    const stored = await tx.prisma.guardrailEvent.createManyAndReturn({ data: rows, skipDuplicates: true })
    await countAnswers(tx, ctx.projectId, stored as (Answered & object)[])
    await openSafetyIncidents(tx, ctx, stored)
    return { stored: stored.length }
  })
}
