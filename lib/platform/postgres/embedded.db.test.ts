import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { unprivilegedAccount } from './account.ts'
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

test('a start at the same moment takes over what a killed one leaves, whatever state it is in', async () => {
  // Without its owner the server is one that a killed Holdpoint left; and it is killed itself while that is looked at.
  await postgres.stop('immediate')
  postgres = await startEmbeddedPostgres({ dataDir })
  expect(await ask('select n from kept')).toEqual([{ n: 7 }])
  process.kill(postmaster(), 'SIGKILL')
  await postgres.stop('immediate')
  postgres = await startEmbeddedPostgres({ dataDir })
  expect(await ask('select n from kept')).toEqual([{ n: 7 }])
}, 120_000)

test('stopping a stopped server again does not stop the next one', async () => {
  const before = postgres
  await before.stop()
  postgres = await startEmbeddedPostgres({ dataDir })
  const next = postmaster()
  await before.stop('immediate')
  expect(postmaster()).toBe(next)
  expect(await ask('select n from kept')).toEqual([{ n: 7 }])
}, 120_000)

test('a pid that now belongs to another program of the same user is not a server', async () => {
  await postgres.stop()
  const account = unprivilegedAccount(path.join(dataDir, 'pg18'))
  const as = account ? { uid: account.uid, gid: account.gid } : {}
  const bystander = spawn('/bin/cat', { stdio: ['pipe', 'ignore', 'ignore'], ...as })
  const stale = [
    bystander.pid,
    path.join(dataDir, 'pg18'),
    1,
    1,
    '',
    '127.0.0.1',
    '  1234567         0',
    'ready   ',
    '',
  ]
  writeFileSync(path.join(dataDir, 'pg18', 'postmaster.pid'), stale.join('\n'))
  if (account) chownSync(path.join(dataDir, 'pg18', 'postmaster.pid'), account.uid, account.gid)
  postgres = await startEmbeddedPostgres({ dataDir })
  expect(await ask('select n from kept')).toEqual([{ n: 7 }])
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
  bystander.stdin.end()
}, 120_000)

test('an unfinished directory is finished; a damaged one is not replaced', async () => {
  const [begun, damaged] = ['begun', 'damaged'].map(name => path.join(dataDir, name)) as [string, string]
  mkdirSync(path.join(begun, 'pg18.new', 'base'), { recursive: true })
  writeFileSync(path.join(begun, 'postgres-password.new'), '')
  const other = await startEmbeddedPostgres({ dataDir: begun })
  await other.stop()
  writeFileSync(path.join(begun, 'postgres-password'), 'another')
  await expect(startEmbeddedPostgres({ dataDir: begun })).rejects.toThrow(
    /postgres-password is not that of the database/,
  )
  expect(existsSync(path.join(begun, 'pg18', 'postmaster.pid'))).toBe(false)
  mkdirSync(path.join(damaged, 'pg18', 'base'), { recursive: true })
  await expect(startEmbeddedPostgres({ dataDir: damaged })).rejects.toThrow(/is damaged: PG_VERSION is missing/)
  expect(existsSync(path.join(damaged, 'pg18', 'base'))).toBe(true)
}, 120_000)

test('a data directory that is not one is an error of one sentence', async () => {
  const file = path.join(dataDir, 'file')
  writeFileSync(file, '')
  for (const wrong of [file, path.join(file, 'below'), '/proc/holdpoint']) {
    await expect(startEmbeddedPostgres({ dataDir: wrong })).rejects.toThrow(
      /^The data directory \S+ cannot be used: [^\n]+$/,
    )
  }
})

test('of two starts on one new directory, one has it', async () => {
  const fresh = path.join(dataDir, 'fresh')
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(path.join(import.meta.dirname, 'embedded.ts'))})
    try {
      await startEmbeddedPostgres({ dataDir: ${JSON.stringify(fresh)}, patienceMs: 0 })
      console.log('serves')
      process.stdin.once('end', () => process.exit()).resume()
    } catch (error) {
      console.log(error.message)
      process.exit()
    }`
  const outputs = ['', '']
  const both = outputs.map((_, i) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdout.on('data', chunk => {
      outputs[i] += chunk
    })
    return { child, ended: new Promise(resolve => child.once('exit', resolve)) }
  })
  await vi.waitFor(() => expect(outputs.every(text => text !== '')).toBe(true), { timeout: 100_000 })
  expect(outputs.sort()).toEqual([expect.stringMatching(/in use by another Holdpoint \(process \d+\)/), 'serves\n'])
  for (const { child } of both) child.stdin.end()
  await Promise.all(both.map(({ ended }) => ended))
  // The one that had it died without stopping its server, so the next takes that over.
  const next = await startEmbeddedPostgres({ dataDir: fresh })
  await next.stop()
}, 120_000)

test('a revived server has its owner again, so that no second Holdpoint takes the directory', async () => {
  process.kill(postmaster(), 'SIGKILL')
  const owners = "select count(*)::int as n from pg_locks where locktype = 'advisory' and granted"
  await vi.waitFor(async () => expect(await ask(owners)).toEqual([{ n: 1 }]), { timeout: 60_000 })
  await expect(startEmbeddedPostgres({ dataDir, patienceMs: 0 })).rejects.toThrow(/in use by another Holdpoint/)
}, 120_000)
