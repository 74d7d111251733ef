import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'holdpoint-journal-'))
const options = (journal: string) => ({
  ...{ url: 'http://holdpoint.test', key: 'hp_x', agent: 'ops', journal, patienceMs: 0 },
})
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
  expect(readdirSync(journal)).toHaveLength(1)
  status = 200
  outcomes.length = 0
  await vi.waitFor(async () => expect(await holdpoint(options(journal)).flush()).toBe(0))
  expect(readdirSync(journal)).toEqual([])
  expect(new Set(outcomes)).toEqual(new Set(['prm_1']))
})

test('a report that is refused for good is kept and not told again', async () => {
  const journal = folder()
  answering(() => 409)
  const client = holdpoint(options(journal))
  await client.run('search', {}, () => 'found', { ask: 'permit' })
  expect(await client.flush()).toBe(0)
  expect(outcomes).toHaveLength(1)
  expect(readdirSync(journal)).toHaveLength(1)
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
