import type { Context } from './context.ts'
import type { Tx } from './db/transaction.ts'

/** The fields of an approved action that decide which limits apply to it. */
export interface Claimed {
  agent: string
  environment: string
  tool: string
}

/** A domain that may hold back an approved action at its claim declares one: the sentence why not, or null. */
export type ClaimCheck = (tx: Tx, ctx: Context, claimed: Claimed, now: Date) => Promise<string | null>
