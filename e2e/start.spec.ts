import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { embeddedUrl, onDatabase } from './support/database.ts'
import { init as firstPerson, key } from './support/holdpoint.ts'
import { type Launched, launch, processesOf } from './support/processes.ts'

test.skip(process.platform !== 'linux', 'looks at processes in /proc')
test.describe.configure({ timeout: 240_000 })

// Made in beforeAll: this file is loaded to list its tests too.
const tmp = path.join(tmpdir(), `holdpoint-start-${randomBytes(6).toString('hex')}`)
const dataDir = path.join(tmp, 'data dir – Ö')
const init = {
  HOLDPOINT_DATA_DIR: dataDir,
  ...firstPerson,
  PORT: '0',
}
const npmStart = (env: Record<string, string> = init) => launch(['npm', 'start'], env)
/** npm and its shell die of the signal themselves, once their child has ended. */
const byCtrlC = [0, 'SIGINT']
const left = () => [...processesOf(dataDir).values()]
const urlOf = ({ output }: Launched) => /Holdpoint serves (\S+)/.exec(output())?.[1] ?? ''

/** The one process of a running Holdpoint that fits; throws when there is none. */
function one(pattern: RegExp): number {
  for (const [pid, words] of processesOf(dataDir)) if (pattern.test(words)) return pid
  throw new Error(`no process ${pattern} among ${left().join('\n')}`)
}

const victims = {
  npm: /^npm start/,
  'start.mjs': /node scripts\/start\.mjs/,
  'start.ts': /node scripts\/start\.ts/,
  postmaster: /postgres -D/,
  'a child of the postmaster': /^postgres: holdpoint /,
}

// Open to all, else the database of a start by root is kept elsewhere, which place.db.test.ts is about.
test.beforeAll(() => {
  mkdirSync(tmp)
  chmodSync(tmp, 0o711)
})
test.afterAll(async () => {
  for (const pid of processesOf(tmp).keys()) process.kill(pid, 'SIGKILL')
  rmSync(tmp, { recursive: true, force: true })
})

test('npm start says what it does and prints the address with the setup link', async () => {
  const bare = launch(['npm', 'start'], { HOLDPOINT_DATA_DIR: dataDir, PORT: '0' })
  await bare.serves
  await expect.poll(() => bare.output()).toMatch(/first administrator: http:\/\/localhost:\d+\/setup\?token=\S+/)
  expect(bare.output()).toMatch(/Starting PostgreSQL …\n[\s\S]*Applied \d+ migrations\.\n[\s\S]*Holdpoint serves/)
  expect((await fetch(`${urlOf(bare)}/api/health`)).status).toBe(200)
  process.kill(-(bare.child.pid ?? 0), 'SIGINT')
  expect(byCtrlC).toContain(await bare.ended)
  await expect.poll(left).toEqual([])
})

const endings: [name: string, send: (run: Launched) => void][] = [
  [
    'Ctrl-C, pressed twice',
    run => {
      for (const _ of [1, 2]) process.kill(-(run.child.pid ?? 0), 'SIGINT')
    },
  ],
  ['a closed terminal', run => process.kill(-(run.child.pid ?? 0), 'SIGHUP')],
  ['SIGTERM to npm', run => process.kill(run.child.pid ?? 0, 'SIGTERM')],
  ['SIGTERM to start.mjs', () => process.kill(one(victims['start.mjs']), 'SIGTERM')],
  ['SIGTERM to start.ts', () => process.kill(one(victims['start.ts']), 'SIGTERM')],
]
for (const [name, send] of endings) {
  test(`${name} ends everything`, async () => {
    const run = npmStart()
    await run.serves
    expect(left().length).toBeGreaterThan(5)
    send(run)
    await run.ended
    await expect.poll(left, { timeout: 30_000 }).toEqual([])
    expect(run.output()).not.toMatch(/\n {4}at /)
  })
}

test('Ctrl-C while it starts leaves nothing behind', async () => {
  const run = npmStart()
  await expect.poll(() => run.output(), { timeout: 60_000 }).toContain('Starting PostgreSQL')
  process.kill(-(run.child.pid ?? 0), 'SIGINT')
  await run.ended
  await expect.poll(left, { timeout: 60_000 }).toEqual([])
})

/** Posts one-span traces, one after another, until told to stop; resolves with those that were accepted. */
function postTraces(url: string): { accepted: string[]; stop(): Promise<void> } {
  const accepted: string[] = []
  let stopped = false
  const post = async () => {
    const traceId = randomBytes(16).toString('hex')
    const at = `${BigInt(Date.now()) * 1_000_000n}`
    const span = { traceId, spanId: traceId.slice(16), name: 'kept', startTimeUnixNano: at, endTimeUnixNano: at }
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
    const answer = await fetch(`${url}/api/otlp/v1/traces`, { method: 'POST', headers, body }).catch(() => null)
    if (answer?.status === 200) accepted.push(traceId)
  }
  const posting = (async () => {
    while (!stopped) await post()
  })()
  return {
    accepted,
    stop() {
      stopped = true
      return posting
    },
  }
}

const kept: string[] = []
for (const [name, pattern] of Object.entries(victims)) {
  test(`kill -9 of ${name}: the next start has all that was accepted`, async () => {
    const run = npmStart()
    await run.serves
    const posting = postTraces(urlOf(run))
    await expect.poll(() => posting.accepted.length, { timeout: 30_000 }).toBeGreaterThan(5)
    process.kill(one(pattern), 'SIGKILL')
    if (pattern === victims.postmaster || name.startsWith('a child')) {
      // The server stays, and takes traces again when its database is back.
      const before = posting.accepted.length
      await expect.poll(() => posting.accepted.length, { timeout: 90_000 }).toBeGreaterThan(before + 5)
      process.kill(one(victims['start.ts']), 'SIGKILL')
    }
    // At once: what was killed may still be ending.
    const next = npmStart()
    await posting.stop()
    await next.serves
    kept.push(...posting.accepted)
    const { rows } = await onDatabase(
      { databaseUrl: embeddedUrl(dataDir) },
      'select count(*)::int as n from span where trace_id = any($1::text[])',
      [kept],
    )
    expect(rows).toEqual([{ n: kept.length }])
    process.kill(-(next.child.pid ?? 0), 'SIGINT')
    await next.ended
    await expect.poll(left, { timeout: 30_000 }).toEqual([])
  })
}

test('of two starts on one data directory, one serves and the other names it', async () => {
  const both = [npmStart(), npmStart()]
  const first = await Promise.race(both.map(run => run.ended.then(() => run)))
  const other = both.find(run => run !== first)
  expect(await first.ended).toBe(1)
  expect(first.output()).toMatch(/is in use by another Holdpoint \(process \d+\); stop it, or set HOLDPOINT_DATA_DIR/)
  await other?.serves
  process.kill(-(other?.child.pid ?? 0), 'SIGINT')
  expect(byCtrlC).toContain(await other?.ended)
  await expect.poll(left).toEqual([])
})

test('an error at the start is one sentence without a stack, and exits with 1', async () => {
  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', () => resolve()))
  const port = String((taken.address() as AddressInfo).port)
  const file = path.join(tmp, 'file')
  writeFileSync(file, '')
  const wrong: [Record<string, string>, RegExp][] = [
    [{ PORT: port }, new RegExp(`^Port ${port} is taken by another program`)],
    [{ PORT: 'http' }, /^The environment variable PORT is wrong: must be a port/],
    [{ HOST: '192.0.2.1' }, /^HOST is 192\.0\.2\.1, which is no address of this machine/],
    [{ HOLDPOINT_DATA_DIR: file }, /^The data directory .* cannot be used: it is a file\./],
    [
      { DATABASE_URL: `postgresql://a:hunter22@127.0.0.1:1/b` },
      /^The database b at 127\.0\.0\.1:1 cannot be reached: /,
    ],
    [{ DATABASE_URL: 'postgresql://a:p@ss/word@127.0.0.1/b' }, /^The environment variable DATABASE_URL is wrong: /],
  ]
  for (const [env, sentence] of wrong) {
    const run = launch([process.execPath, 'scripts/start.ts'], { ...init, ...env })
    expect([env, await run.ended]).toEqual([env, 1])
    const last = run.output().trim().split('\n').at(-1) ?? ''
    expect(last).toMatch(sentence)
    expect(run.output()).not.toMatch(/\n {4}at |hunter22|p@ss/)
  }
  taken.close()
})
