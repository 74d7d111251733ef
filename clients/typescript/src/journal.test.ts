import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'holdpoint-journal-'))
/** Of each test its own: clients of the tests before may still be telling their outcomes. */
let url = ''
let tests = 0
beforeEach(() => {
  url = `http://holdpoint-${++tests}.test`
})
const options = (journal: string) => ({ url, key: 'hp_x', agent: 'ops', journal, patienceMs: 0 })
/** The files that wait to be told, whatever folder they are in. */
const waiting = (journal: string) =>
  readdirSync(journal, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.json'))
const outcomes: (string | null)[] = []

/** Answers permits, and reports as the test says: a status, or a connection that is cut. */
const answering = (report: () => number | 'cut') =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (!String(address).startsWith(url)) throw new TypeError('fetch failed')
    if (String(address).endsWith('/permits'))
      return Response.json({ id: 'prm_1', decision: 'allow', reasons: [], release: null })
    const status = report()
    if (status === 'cut') throw new TypeError('fetch failed')
    outcomes.push(new Headers(init?.headers).get('idempotency-key'))
    return Response.json({ type: 'x' }, { status })
  })

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  outcomes.length = 0
})

test.each([
  ['a server that is away', 'cut' as const],
  ['an invalid key', 401],
])('%s after the act takes nothing back, and the next process tells the outcome once', async (_, first) => {
  const journal = folder()
  let status: number | 'cut' = first
  answering(() => status)
  const run = await holdpoint(options(journal)).run('search', {}, () => 'found', { ask: 'permit' })
  expect(run).toBe('found')
  expect(waiting(journal)).toHaveLength(1)
  status = 200
  outcomes.length = 0
  await vi.waitFor(async () => expect(await holdpoint(options(journal)).flush()).toBe(0), { timeout: 20_000 })
  expect(waiting(journal)).toEqual([])
  expect(new Set(outcomes)).toEqual(new Set(['prm_1']))
})

test('a report with a final error is kept and not sent again', async () => {
  const journal = folder()
  answering(() => 409)
  const client = holdpoint(options(journal))
  await client.run('search', {}, () => 'found', { ask: 'permit' })
  expect(await client.flush()).toBe(0)
  expect(outcomes).toHaveLength(1)
  expect(waiting(journal)).toHaveLength(1)
})

test('HOLDPOINT_AGENT and HOLDPOINT_JOURNAL stand in for what code leaves out, and code wins over them', async () => {
  const [given, other] = [folder(), folder()]
  vi.stubEnv('HOLDPOINT_AGENT', 'from-the-environment')
  vi.stubEnv('HOLDPOINT_JOURNAL', given)
  const asked = answering(() => 'cut')
  const { key, patienceMs } = options(other)
  await holdpoint({ url, key, patienceMs }).run('search', {}, () => 'found', { ask: 'permit' })
  expect(waiting(given)).toHaveLength(1)
  await holdpoint(options(other)).run('search', {}, () => 'found', { ask: 'permit' })
  expect(waiting(other)).toHaveLength(1)
  const agents = asked.mock.calls.flatMap(([address, init]) =>
    String(address).endsWith('/permits') ? [JSON.parse(String(init?.body)).agent] : [],
  )
  expect(agents).toEqual(['from-the-environment', 'ops'])
})

test('without an agent in code or environment there is no client, and the error names the variable', () => {
  vi.stubEnv('HOLDPOINT_AGENT', '')
  expect(() => holdpoint({ url, key: 'hp_x' })).toThrow('HOLDPOINT_AGENT')
})

test('what one Holdpoint was not told is told to no other, and the address is the same with a slash at its end', async () => {
  const journal = folder()
  let status: number | 'cut' = 'cut'
  answering(() => status)
  await holdpoint(options(journal)).run('search', {}, () => 'found', { ask: 'permit' })
  status = 200
  await holdpoint({ ...options(journal), url: 'http://another.test' }).flush()
  expect(waiting(journal)).toHaveLength(1)
  const again = holdpoint({ ...options(journal), url: `${url}/` })
  await vi.waitFor(async () => expect(await again.flush()).toBe(0), { timeout: 20_000 })
  expect(waiting(journal)).toEqual([])
})

test('a lease is spent here, and its unused part is given back', async () => {
  const asked = answering(() => 200)
  const lease = holdpoint(options(folder())).lease('tool', { tool: 'search', calls: 3 })
  for (let i = 0; i < 4; i++) await lease.spend()
  await lease.giveBack()
  const bodies = asked.mock.calls
    .map(([address, init]) => [String(address), JSON.parse(String(init?.body ?? null))] as const)
    .filter(([to]) => to.startsWith(url))
  expect(bodies.filter(([to]) => to.endsWith('/permits'))).toHaveLength(2)
  const reports = bodies.filter(([to]) => to.endsWith('/outcome')).map(([, body]) => body.usage.toolCalls)
  expect(reports).toEqual([3, 1])
})

/** A server that grants each permit under an id of its own, and keeps what it is told. */
async function granting() {
  const told: { path: string; once: string; body: { usage?: { toolCalls?: number } } }[] = []
  let granted = 0
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    const asks = request.url === '/api/v1/permits'
    if (request.method === 'POST' && !asks)
      told.push({ path: String(request.url), once: String(request.headers['idempotency-key']), body: JSON.parse(text) })
    const permit = { id: `prm_${asks ? ++granted : 0}`, decision: 'allow', reasons: [], release: null }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(asks ? permit : {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

test('a process that is killed leaves its lease to the next, which counts the slice as spent, once', async () => {
  const server = await granting()
  const journal = folder()
  const script = `import { holdpoint } from ${JSON.stringify(path.resolve(import.meta.dirname, 'index.ts'))}
    const hp = holdpoint(${JSON.stringify({ ...options(journal), url: server.url })})
    await hp.lease('tool', { tool: 'search', calls: 7 }).spend()
    console.log('spent')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const next = holdpoint({ ...options(journal), url: server.url })
  await next.flush()
  expect(server.told).toEqual([]) // It lives, and may still say better.
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await next.flush()).toBe(0)
  expect(await next.flush()).toBe(0)
  expect(server.told).toMatchObject([
    { path: '/api/v1/permits/prm_1/outcome', once: 'prm_1', body: { usage: { toolCalls: 7 } } },
  ])
  expect(waiting(journal)).toEqual([])
  server.close()
}, 60_000)

test('a slice of another machine is left to it for an hour, one of a process whose number is another’s now is told', async () => {
  const server = await granting()
  const journal = folder()
  const client = holdpoint({ ...options(journal), url: server.url })
  const rewrite = (change: (entry: { at: number; while: object }) => object) => {
    const [name = ''] = waiting(journal)
    const file = path.join(journal, name)
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))))
  }
  await client.lease('tool', { tool: 'search', calls: 3 }).spend()
  rewrite(entry => ({ ...entry, while: { ...entry.while, host: 'another-machine' } }))
  await client.flush()
  expect(server.told).toEqual([])
  rewrite(entry => ({ ...entry, at: entry.at - 3_700_000 }))
  await client.flush()
  expect(server.told).toHaveLength(1)
  await client.lease('tool', { tool: 'search', calls: 3 }).spend()
  rewrite(entry => ({ ...entry, while: { ...entry.while, began: '1' } }))
  await client.flush()
  expect(server.told).toHaveLength(2)
  server.close()
})

test.each(['wall', 'monotonic'])('a %s clock that jumps an hour ahead gives no lease more time', async which => {
  const asked = answering(() => 200)
  const lease = holdpoint(options(folder())).lease('tool', { tool: 'search', calls: 9 })
  const permits = () => asked.mock.calls.filter(([address]) => String(address).endsWith('/permits')).length
  await lease.spend()
  const [clock, method] = which === 'wall' ? ([Date, 'now'] as const) : ([performance, 'now'] as const)
  const real = clock[method].bind(clock)
  vi.spyOn(clock as { now: () => number }, method).mockImplementation(() => real() + 3_600_000)
  expect(lease.take(1, 0, 0)).toBe(false)
  await lease.spend()
  expect(permits()).toBe(2)
  await lease.giveBack()
})

test('a wall clock that is set back keeps nobody waiting for a person longer than was said', async () => {
  let now = Date.now()
  vi.spyOn(Date, 'now').mockImplementation(() => (now -= 60_000))
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () =>
    Response.json({ id: 'apr_1', status: 'pending', digest: 'sha256:x' }),
  )
  const refused = await holdpoint({ ...options(folder()), seconds: 0.2 })
    .run('search', {}, () => 'found')
    .catch(error => error)
  expect(refused.message).toBe('Nobody decided within 0.2 seconds.')
})

test('without a named folder the journal is in the home of whoever runs the program', async () => {
  const home = folder()
  vi.stubEnv('HOME', home)
  vi.stubEnv('HOLDPOINT_JOURNAL', '')
  answering(() => 'cut')
  const { journal: _, ...rest } = options('')
  await holdpoint(rest).run('search', {}, () => 'found', { ask: 'permit' })
  expect(readdirSync(path.join(home, '.holdpoint/journal'))).toHaveLength(1)
})

test('a tool that is an async generator is told when it has ended, failed or was left', async () => {
  const said: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (!String(address).startsWith(url)) throw new TypeError('fetch failed')
    if (String(address).endsWith('/permits'))
      return Response.json({ id: 'prm_parts', decision: 'allow', reasons: [], release: null })
    // Clients of other tests may still be telling.
    if (String(address).includes('prm_parts')) said.push(JSON.parse(String(init?.body)).status)
    return Response.json({})
  })
  const guarded = holdpoint(options(folder())).guard(
    'search',
    async function* ({ fails }: { fails: boolean }) {
      yield 1
      if (fails) throw new Error('it broke')
      yield 2
    },
    { ask: 'permit' },
  )
  const found: number[] = []
  const parts = await guarded({ fails: false })
  expect(said).toEqual([])
  for await (const part of parts) found.push(part)
  expect([found, said]).toEqual([[1, 2], ['ok']])
  const readAll = async () => {
    for await (const _ of await guarded({ fails: true }));
  }
  await expect(readAll()).rejects.toThrow('it broke')
  for await (const _ of await guarded({ fails: false })) break
  expect(said).toEqual(['ok', 'error', 'error'])
})
