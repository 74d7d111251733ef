import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { agentConfig } from './contract.ts'

/** Throws 409 `agent-disabled` where somebody has switched this agent off. */
export async function requireEnabled(reader: Reader, ctx: Context, agent: string): Promise<void> {
  const entry = await readConfig(reader, ctx, agentConfig, agent)
  if (entry === null || entry.enabled) return
  const detail = `The agent ${agent} is switched off, by ${entry.updatedBy}: nothing that it asks for is released.`
  throw conflict('agent-disabled', detail, { revision: entry.revision })
}
