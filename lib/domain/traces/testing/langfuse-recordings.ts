import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.resolve(import.meta.dirname, '../../../../e2e/fixtures/langfuse-ingestion')

export interface RecordedEvent {
  id: string
  type: string
  timestamp: string
  body: Record<string, unknown>
}

/** Older SDKs whose requests to /api/public/ingestion were recorded. */
export const langfuseRecordings = ['langfuse-js-v3', 'langfuse-py-v2'] as const

/** The batches of a recorded client, in the order in which they were sent. */
export function langfuseBatches(name: (typeof langfuseRecordings)[number]): RecordedEvent[][] {
  const files = readdirSync(path.join(folder, name)).filter(file => /ingestion\.json$/.test(file))
  return files.sort().map(file => JSON.parse(readFileSync(path.join(folder, name, file), 'utf8')).batch)
}
