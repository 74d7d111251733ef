import type { ServerContext } from '@modelcontextprotocol/server'
import type { Context } from '#lib/platform/context.ts'

/** Clients that hear nothing give up after 60 s. */
const progressMs = 10_000

/**
 * Runs a tool until it answers or its caller goes away. Meanwhile it sends progress to a client that asked for it, because each
 * message restarts the client's time limit.
 */
export async function whileWaiting<T>(
  ctx: Context,
  { mcpReq }: ServerContext,
  work: (as: Context) => Promise<T>,
): Promise<T> {
  const progressToken = mcpReq._meta?.progressToken
  let told = 0
  const tell = () => {
    told += 1
    const params = { progressToken, progress: told, message: 'waiting for a decision' }
    // A failure means that the client has gone, which the signal reports.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {})
  }
  const timer = progressToken === undefined ? undefined : setInterval(tell, progressMs)
  const signal = AbortSignal.any([mcpReq.signal, ...(ctx.signal ? [ctx.signal] : [])])
  try {
    return await work({ ...ctx, signal })
  } finally {
    clearInterval(timer)
  }
}
