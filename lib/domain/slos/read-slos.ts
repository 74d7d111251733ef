import { qualityScores } from '#lib/domain/agents/index.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { targetOf } from './check-slo.ts'
import { sloConfig } from './contract.ts'
import type { Slo } from './schemas.ts'
import { type Source, sourceOf } from './source.ts'

/** A service level with its target and what it is counted from. The source is null if its agent names no score. */
export interface Level {
  slo: Slo
  target: number
  source: Source | null
}

/** All service levels that are not archived, by name. */
export async function readLevels(reader: Reader, projectId: string): Promise<Level[]> {
  const slos: Slo[] = await readConfigs(reader, projectId, sloConfig)
  if (slos.length === 0) return []
  const needed = slos.some(({ objective }) => objective === 'quality')
  const scores = needed ? await qualityScores(reader, projectId) : new Map<string, null>()
  return slos.map(slo => ({ slo, target: targetOf(slo), source: sourceOf(slo, scores.get(slo.agent) ?? null) }))
}
