import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-revive-'))
let postgres: EmbeddedPostgres

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir })
})
afterAll(async () => {
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const postmaster = () => Number(readFileSync(path.join(dataDir, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0])

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => {})
  await client.connect()
  return (await client.query(text).finally(() => client.end())).rows
}

test('a server killed in the middle comes back on its port with everything it had committed', async () => {
  await ask('create table kept as select 7 as n')
  for (let round = 0; round < 3; round++) {
    const killed = postmaster()
    process.kill(killed, 'SIGKILL')
    await vi.waitFor(async () => expect(await ask('select n from kept')).toEqual([{ n: 7 }]), { timeout: 60_000 })
    expect(postmaster()).not.toBe(killed)
  }
}, 120_000)

test('a server that lost one child, and restarts itself, is kept', async () => {
  const before = postmaster()
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => {})
  await client.connect()
  const [row] = (await client.query('select pg_backend_pid() as pid')).rows
  process.kill(row.pid, 'SIGKILL')
  await vi.waitFor(async () => expect(await ask('select n from kept')).toEqual([{ n: 7 }]), { timeout: 60_000 })
  expect(postmaster()).toBe(before)
}, 120_000)

test('a revived server has its owner again, so that no second Holdpoint takes the directory', async () => {
  process.kill(postmaster(), 'SIGKILL')
  const owners = "select count(*)::int as n from pg_locks where locktype = 'advisory' and granted"
  await vi.waitFor(async () => expect(await ask(owners)).toEqual([{ n: 1 }]), { timeout: 60_000 })
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/in use by another Holdpoint/)
}, 120_000)
