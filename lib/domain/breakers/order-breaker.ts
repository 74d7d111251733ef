import { incidentsOf } from '#lib/domain/incidents/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { lockStates, nameOf, writeStates } from '#lib/platform/state-machine/control-state.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import { toItem } from './answer.ts'
import type { forceOpenContract } from './contract.ts'
import { breakerNamed, readBreakers } from './read-breakers.ts'
import { recordSteps } from './record-steps.ts'
import { type Breaker, mayOrder, newBreaker, type Ordered, order } from './rules.ts'

type In = Input<typeof forceOpenContract>

/** The verb with which a person changes the state of a breaker, with a reason. */
const orderTo =
  (to: Ordered) =>
  async (ctx: Context, { params: { slug }, body }: In): Promise<Output<typeof forceOpenContract>> => {
    await authorize(ctx, 'breakers.operate', { type: 'breaker', id: slug })
    return change(ctx, async tx => {
      const known = breakerNamed(slug, await readBreakers(tx, ctx.projectId))
      if (!known) throw notFound('breaker')
      const key = { kind: 'breaker' as const, key: slug }
      const row = (await lockStates(tx, ctx.projectId, [key])).get(nameOf(key))
      const now = await ctx.clock.now(tx)
      const before = (row?.body as Breaker | null) ?? newBreaker('closed', now.getTime())
      if (body.expectedRevision !== undefined && body.expectedRevision !== before.epoch)
        throw conflict('stale-revision', `It changed meanwhile: it is ${before.state}.`, { revision: before.epoch })
      if (!mayOrder(before, to))
        throw conflict('not-open', `It is ${before.state}: only an open breaker can probe.`, { revision: before.epoch })
      const { breaker, steps } = order(before, to, now.getTime(), body.reason)
      if (row && steps.length > 0) {
        const { revision } = row
        await writeStates(tx, ctx.projectId, [{ ...key, revision, status: breaker.state, body: breaker }], now)
        await recordSteps(tx, ctx, { slug, scope: known.scope, before, steps, cause: { reason: body.reason }, at: now })
      }
      const incidents = await incidentsOf(tx, ctx.projectId, 'breaker', [slug])
      return toItem(known, breaker, { incidentId: incidents.get(slug) ?? null, now: now.getTime() })
    })
  }

export const forceOpen = orderTo('forced_open')
export const resetBreaker = orderTo('closed')
export const disableBreaker = orderTo('disabled')
export const metricsOnly = orderTo('metrics_only')
export const probeBreaker = orderTo('half_open')
