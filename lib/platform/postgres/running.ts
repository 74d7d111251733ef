import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { recordedPostmaster, serves } from './postmaster.ts'

/** The address of the database that a running Holdpoint started for itself in this data directory, or null when none runs. */
export function runningDatabaseUrl(dataDir: string): string | null {
  const [files, passwordFile] = [path.join(dataDir, 'pg18'), path.join(dataDir, 'postgres-password')]
  const recorded = recordedPostmaster(files)
  if (!recorded || !serves(recorded.pid, files) || !existsSync(passwordFile)) return null
  return `postgresql://holdpoint:${readFileSync(passwordFile, 'utf8').trim()}@127.0.0.1:${recorded.port}/postgres`
}
