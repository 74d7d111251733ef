import path from 'node:path'
import pg from 'pg'
import { type Postmaster, recordedPostmaster } from '#lib/platform/postgres/postmaster.ts'
import { runningDatabaseUrl } from '#lib/platform/postgres/running.ts'

/** The database that a running Holdpoint started for itself. */
export function postmasterOf(dataDir: string): Postmaster {
  const recorded = recordedPostmaster(path.join(dataDir, 'pg18'))
  if (!recorded) throw new Error(`no database runs in ${dataDir}`)
  return recorded
}

/** Its address. */
export function embeddedUrl(dataDir: string): string {
  const url = runningDatabaseUrl(dataDir)
  if (!url) throw new Error(`no database runs in ${dataDir}`)
  return url
}

/** One statement on the database of a running Holdpoint: what only time or a malicious administrator could do. */
export async function onDatabase(
  holdpoint: { databaseUrl: string },
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: holdpoint.databaseUrl })
  await client.connect()
  return client.query(text, values).finally(() => client.end())
}
