import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'
import { memoryJournal } from './journal.ts'

const allocation = {
  ...{ agent: 'ops', environment: 'production', baseline: 'r1', candidate: null, weightBps: 0, seed: 's' },
  rolloutId: null,
}
const client = () => holdpoint({ url: 'http://holdpoint.test', key: 'hp_x', agent: 'ops', journal: memoryJournal() })
let asked: number
let answer: () => Promise<Response>

beforeEach(() => {
  asked = 0
  vi.useFakeTimers()
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => {
    asked += 1
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
const serving = (release: string) => () =>
  Promise.resolve(Response.json({ items: [{ ...allocation, baseline: release }] }))

test('who asks while the first answer is on its way hears it too, and Holdpoint is asked once', async () => {
  answer = serving('r1')
  const hp = client()
  const all = await Promise.all(['a', 'b', 'c'].map(unit => hp.assignment(unit)))
  expect(all.map(each => each?.release)).toEqual(['r1', 'r1', 'r1'])
  expect(asked).toBe(1)
})

test('the last answer stays in use while Holdpoint is away or its answer cannot be read, and changes when it is back', async () => {
  answer = serving('r1')
  const hp = client()
  await hp.assignment('a')
  for (const broken of [
    () => Promise.reject(new TypeError('fetch failed')),
    () => Promise.resolve(Response.json({ title: 'down' }, { status: 503 })),
    () => Promise.resolve(Response.json({ items: [null] })),
    () => Promise.resolve(Response.json({ items: [{ ...allocation, seed: 7 }] })),
  ]) {
    vi.advanceTimersByTime(10_000)
    answer = broken
    expect((await hp.assignment('a'))?.release).toBe('r1')
  }
  vi.advanceTimersByTime(10_000)
  answer = serving('r2')
  expect((await hp.assignment('a'))?.release).toBe('r2')
  expect(asked).toBe(6)
})

test('the last answer is there after a restart while Holdpoint is away, and a damaged file is ignored', async () => {
  const journal = mkdtempSync(path.join(tmpdir(), 'holdpoint-allocations-'))
  const restarted = () => holdpoint({ url: 'http://holdpoint.test', key: 'hp_x', agent: 'ops', journal })
  answer = serving('r1')
  await restarted().assignment('a')
  answer = () => Promise.reject(new TypeError('fetch failed'))
  expect((await restarted().assignment('a'))?.release).toBe('r1')
  const [folder] = readdirSync(journal)
  writeFileSync(path.join(journal, String(folder), 'allocations.kept'), '{"items":[nul')
  expect(await restarted().assignment('a')).toBe(null)
  rmSync(journal, { recursive: true })
})

test('where Holdpoint has never answered, no release is made up', async () => {
  answer = () => Promise.reject(new TypeError('fetch failed'))
  expect(await client().assignment('a')).toBe(null)
})
