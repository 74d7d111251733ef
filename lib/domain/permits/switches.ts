import { switches } from '#lib/domain/agents/index.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Switches } from './ask.ts'

/**
 * Read with every batch, in its transaction: an agent that is switched off is denied from then on, in every process.
 */
export async function switchesOf(sql: Sql, projectId: string, agents: readonly string[]): Promise<Switches> {
  if (agents.length === 0) return { project: null, agents: new Map() }
  return switches(sql, projectId, agents)
}
