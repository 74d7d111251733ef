import type { Context } from './context.ts'
import type { Tx } from './db/transaction.ts'

/** Who was switched off, and the sentence about it. Null: all agents of the project. */
export interface Stopped {
  agent: string | null
  rule: 'agent-disabled' | 'project-disabled'
  message: string
}

/** A domain in which something waits on behalf of an agent declares how that ends when the agent is switched off. */
export type StopSource = (tx: Tx, ctx: Context, stopped: Stopped) => Promise<void>
