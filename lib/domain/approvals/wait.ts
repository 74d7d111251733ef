import type { Context } from '#lib/platform/context.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { once } from '#lib/platform/registry.ts'
import { unavailable } from '#lib/shared/problem.ts'
import { getApproval } from './queries.ts'
import { isAnswered } from './rules.ts'
import type { ApprovalDetail } from './schemas.ts'

/** Long polls open at once in one process; each costs a few hundred bytes and a socket. More are told to come back. */
const maxWaits = 20_000

const waits = () => once('approval.waits', () => ({ open: 0 }))
/** How many long polls this process holds open. */
export const openWaits = () => waits().open

/**
 * Answers as soon as the request is decided, or after `seconds` with the state as it is. Listening starts before the
 * first look, so a decision taken in between is not lost. Ends early when the client goes away. Throws 503 when
 * `maxWaits` are open.
 */
export async function waitForApproval(
  ctx: Context,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<ApprovalDetail> {
  if (waits().open >= maxWaits) throw unavailable('Too many requests wait here; poll again in a moment.')
  waits().open += 1
  try {
    return await follow(ctx, id, AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(seconds * 1000))]))
  } finally {
    waits().open -= 1
  }
}

async function follow(ctx: Context, id: string, deadline: AbortSignal): Promise<ApprovalDetail> {
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
      const approval = await getApproval(ctx, id)
      if (isAnswered(approval.status) || deadline.aborted) return approval
      await Promise.race([changed, over])
    }
  } finally {
    stop()
  }
}
