import type { ServerContext } from '@modelcontextprotocol/server'
import type { Context } from '#lib/platform/context.ts'

/** Well under the 60 s after which clients give up that hear nothing. */
const progressMs = 10_000

/**
 * Runs a tool until it answers or its caller goes away, and tells a client that asked for progress that it still works:
 * its own time limit begins anew with each word.
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
    // Whoever does not hear it has gone; the signal tells that.
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
