import type { Context } from '#lib/platform/context.ts'
import { draining } from '#lib/platform/draining.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { once } from '#lib/platform/registry.ts'
import { unavailable } from '#lib/shared/problem.ts'
import { isAnswered } from '../rules.ts'
import { lookTogether } from './look-together.ts'

/** The most long polls that one process holds open. Each costs a few hundred bytes and a socket. More are answered 503. */
const maxWaits = 20_000

const waits = () => once('approval.waits', () => ({ open: 0 }))
/** How many long polls this process holds open now. */
export const openWaits = () => waits().open

/**
 * Calls `read` as soon as the request is decided, or after `seconds`. Listening begins before the first look, so that no decision
 * in between is missed. It ends early if the client goes away or the process stops. Throws 503 if `maxWaits` are open.
 */
export async function whenAnswered<T>(ctx: Context, id: string, seconds: number, read: () => Promise<T>): Promise<T> {
  if (waits().open >= maxWaits) throw unavailable('Too many clients are waiting for a decision. Try again in a moment.')
  waits().open += 1
  try {
    const ends = [draining(), AbortSignal.timeout(Math.ceil(seconds * 1000)), ...(ctx.signal ? [ctx.signal] : [])]
    return await follow(ctx, id, AbortSignal.any(ends), read)
  } finally {
    waits().open -= 1
  }
}

async function follow<T>(ctx: Context, id: string, deadline: AbortSignal, read: () => Promise<T>): Promise<T> {
  let wake = () => {}
  const stop = await subscribe(ctx.db, ctx.projectId, ['approvals'], event => {
    if (event.ids.includes(id)) wake()
  })
  const over = new Promise<void>(resolve => {
    if (deadline.aborted) resolve()
    else deadline.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    for (;;) {
      const changed = new Promise<void>(resolve => {
        wake = resolve
      })
      if (await isOver(ctx, id)) return await read()
      await Promise.race([changed, over])
      if (deadline.aborted) return await read()
    }
  } finally {
    stop()
  }
}

/** Whether there is nothing to wait for: it is decided, or this caller may not see it, and then `read` throws. */
async function isOver(ctx: Context, id: string): Promise<boolean> {
  const seen = await lookTogether(ctx, id)
  if (seen === null || isAnswered(seen.status)) return true
  return ctx.actor.kind === 'key' && ctx.actor.agent !== null && ctx.actor.agent !== seen.agent
}
