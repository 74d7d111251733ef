import type { Context } from './context.ts'
import type { Tx } from './db/transaction.ts'
import { declared } from './declared.ts'
import type { Stopped } from './stops.ts'

/** Ends what waits on behalf of whoever is switched off, in the transaction that does it. */
export async function endWaiting(tx: Tx, ctx: Context, stopped: Stopped): Promise<void> {
  for (const source of declared().stops) await source(tx, ctx, stopped)
}
