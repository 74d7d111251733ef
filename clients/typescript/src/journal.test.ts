import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'holdpoint-journal-'))
const options = (journal: string) => ({
  ...{ url: 'http://holdpoint.test', key: 'hp_x', agent: 'ops', journal, patienceMs: 0 },
})
/** The files that wait to be told, whatever folder they are in. */
const waiting = (journal: string) =>
  readdirSync(journal, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.json'))
const outcomes: (string | null)[] = []

/** Answers permits, and reports as the test says: a status, or a connection that is cut. */
const answering = (report: () => number | 'cut') =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
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
  ['a key that is refused', 401],
])('%s after the act takes nothing back, and the next process tells the outcome once', async (_, first) => {
  const journal = folder()
  let status: number | 'cut' = first
  answering(() => status)
  const run = await holdpoint(options(journal)).run('search', {}, () => 'found', { ask: 'permit' })
  expect(run).toBe('found')
  expect(waiting(journal)).toHaveLength(1)
  status = 200
  outcomes.length = 0
  await vi.waitFor(async () => expect(await holdpoint(options(journal)).flush()).toBe(0))
  expect(waiting(journal)).toEqual([])
  expect(new Set(outcomes)).toEqual(new Set(['prm_1']))
})

test('a report that is refused for good is kept and not told again', async () => {
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
  const { url, key, patienceMs } = options(other)
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
  expect(() => holdpoint({ url: 'http://holdpoint.test', key: 'hp_x' })).toThrow('HOLDPOINT_AGENT')
})

test('what one Holdpoint was not told is told to no other, and the address is the same with a slash at its end', async () => {
  const journal = folder()
  let status: number | 'cut' = 'cut'
  answering(() => status)
  await holdpoint(options(journal)).run('search', {}, () => 'found', { ask: 'permit' })
  status = 200
  await holdpoint({ ...options(journal), url: 'http://another.test' }).flush()
  expect(waiting(journal)).toHaveLength(1)
  const again = holdpoint({ ...options(journal), url: 'http://holdpoint.test/' })
  await vi.waitFor(async () => expect(await again.flush()).toBe(0))
  expect(waiting(journal)).toEqual([])
})

test('a lease is spent here, and its unused part is given back', async () => {
  const asked = answering(() => 200)
  const lease = holdpoint(options(folder())).lease('tool', { tool: 'search', calls: 3 })
  for (let i = 0; i < 4; i++) await lease.spend()
  await lease.giveBack()
  const bodies = asked.mock.calls.map(
    ([address, init]) => [String(address), JSON.parse(String(init?.body ?? null))] as const,
  )
  expect(bodies.filter(([to]) => to.endsWith('/permits'))).toHaveLength(2)
  const reports = bodies.filter(([to]) => to.endsWith('/outcome')).map(([, body]) => body.usage.toolCalls)
  expect(reports).toEqual([3, 1])
})
