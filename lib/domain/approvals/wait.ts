import type { Context } from '#lib/platform/context.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { getApproval } from './queries.ts'
import { isSettledForAgent } from './rules.ts'
import type { ApprovalDetail } from './schemas.ts'

/**
 * Answers as soon as the request is decided, or after `seconds` with the state as it is. Listening starts before the
 * first look, so a decision taken in between is not lost. Ends early when the client goes away.
 */
export async function waitForApproval(
  ctx: Context,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<ApprovalDetail> {
  let wake = () => {}
  const stop = await subscribe(ctx.db, ctx.projectId, ['approvals'], event => {
    if (event.ids.includes(id)) wake()
  })
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)])
  try {
    for (;;) {
      const changed = new Promise<void>(resolve => {
        wake = resolve
      })
      const approval = await getApproval(ctx, id)
      if (isSettledForAgent(approval.status) || deadline.aborted) return approval
      await Promise.race([changed, aborted(deadline)])
    }
  } finally {
    stop()
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
