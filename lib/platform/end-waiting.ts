import type { Context } from './context.ts'
import type { Tx } from './db/transaction.ts'
import { declared } from './declared.ts'
import type { Stopped } from './stops.ts'

/** Ends the waiting requests of an agent that is switched off, in the same transaction. */
export async function endWaiting(tx: Tx, ctx: Context, stopped: Stopped): Promise<void> {
  for (const source of declared().stops) await source(tx, ctx, stopped)
}
