import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { agentConfig } from './contract.ts'
import type { QualityScore } from './schemas.ts'

/** The score that stands for the quality of each registered agent, by the agent's name; null: its entry names none. */
export async function qualityScores(reader: Reader, projectId: string): Promise<Map<string, QualityScore | null>> {
  const agents = await readConfigs(reader, projectId, agentConfig)
  return new Map(agents.map(({ slug, qualityScore }) => [slug, qualityScore]))
}
