import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** Process and port of the database that a running Holdpoint started for itself. */
export function postmasterOf(dataDir: string): { pid: number; port: number } {
  const [pid, , , port] = readFileSync(path.join(dataDir, 'pg18', 'postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(pid), port: Number(port) }
}

/** Its address, so that a test or a second server may join it. */
export function databaseUrlOf(dataDir: string): string {
  const password = readFileSync(path.join(dataDir, 'postgres-password'), 'utf8').trim()
  return `postgresql://holdpoint:${password}@127.0.0.1:${postmasterOf(dataDir).port}/postgres`
}

/** One statement on the embedded database of a running Holdpoint: what only time or a malicious administrator could do. */
export async function onDatabase(dataDir: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: databaseUrlOf(dataDir) })
  await client.connect()
  return client.query(text, values).finally(() => client.end())
}
