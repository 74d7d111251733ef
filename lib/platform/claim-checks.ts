import type { Context } from './context.ts'
import type { Tx } from './db/transaction.ts'

/** Of an approved action, what decides which limits hold for it. */
export interface Claimed {
  agent: string
  environment: string
  tool: string
}

/** A domain that may hold back an approved action at its claim declares one: the sentence why not, or null. */
export type ClaimCheck = (tx: Tx, ctx: Context, claimed: Claimed, now: Date) => Promise<string | null>
