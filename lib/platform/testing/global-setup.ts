import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { template } from './clone.ts'

/** One PostgreSQL for the whole run of vitest or playwright, without fsync, and a migrated template that every suite copies. */
export async function setup(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir, fast: true })
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`create database ${template}`)
  await client.end()
  await migrate(postgres.url.replace(/\/postgres$/, `/${template}`))
  process.env.HOLDPOINT_TEST_POSTGRES = postgres.url
  return async () => {
    await postgres.stop()
    removeDataDir(dataDir)
  }
}
