import type { Context } from './context.ts'
import { type Tx, transaction } from './db/transaction.ts'

/**
 * The transaction of a verb whose result is what its endpoint answers. Under an Idempotency-Key the answer commits with
 * the change: a process that dies right after must not let the retry run it a second time.
 */
export function change<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(ctx.db, async tx => {
    const answer = await work(tx)
    await ctx.remember?.(tx, answer)
    return answer
  })
}
