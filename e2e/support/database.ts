import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** One statement on the embedded database of a running Holdpoint: what only time or a malicious administrator could do. */
export async function onDatabase(dataDir: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  // Fourth line of postmaster.pid: the port.
  const port = readFileSync(path.join(dataDir, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(path.join(dataDir, 'postgres-password'), 'utf8').trim()
  const client = new pg.Client({ connectionString: `postgresql://holdpoint:${password}@127.0.0.1:${port}/postgres` })
  await client.connect()
  return client.query(text, values).finally(() => client.end())
}
