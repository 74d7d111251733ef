import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdpoint } from './client.ts'
import { Refused, Unreachable } from './errors.ts'
import { type Journal, memoryJournal } from './journal.ts'

const prompt = (version: number) => ({
  ...{ name: 'triage/diagnose', version, template: 'Diagnose {{alert}}', messages: null },
})
const client = (journal: string | Journal = memoryJournal()) =>
  holdpoint({ url: 'http://holdpoint.test', key: 'hp_x', agent: 'ops', journal, patienceMs: 0 })
const asked: string[] = []
let answer: () => Promise<Response>

beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers()
  vi.spyOn(globalThis, 'fetch').mockImplementation(url => {
    asked.push(String(url))
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
const given =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(Response.json(body, { status }))
const page = (text: string, status: number) => () => Promise.resolve(new Response(text, { status }))
const away = () => Promise.reject(new TypeError('fetch failed'))
const get = (hp: ReturnType<typeof client>, more: object = {}) =>
  hp.prompt('triage/diagnose', { label: 'production', ...more }).then(({ version }) => version)

test('it is asked for once a minute, whoever asks', async () => {
  answer = given(prompt(1))
  const hp = client()
  expect(await Promise.all([get(hp), get(hp), get(hp)])).toEqual([1, 1, 1])
  expect(asked).toEqual(['http://holdpoint.test/api/v1/prompts/triage%2Fdiagnose?label=production'])
  vi.advanceTimersByTime(60_000)
  answer = given(prompt(2))
  expect(await get(hp)).toBe(2)
})

test('the last good answer stays in use while Holdpoint is away or cannot be read, and changes when it is back', async () => {
  answer = given(prompt(1))
  const hp = client()
  await get(hp)
  for (const broken of [
    away,
    given({ title: 'down' }, 500),
    page('<h1>down</h1>', 503),
    page('<h1>no such site</h1>', 404),
    page('{"name": "tri', 200),
    given({ ...prompt(2), version: '2' }),
    given({ ...prompt(2), template: null }),
    given([]),
  ]) {
    vi.advanceTimersByTime(60_000)
    answer = broken
    expect(await get(hp)).toBe(1)
  }
  // A user of a rollout who has never asked gets what the label stood at.
  expect(await get(hp, { targetingKey: 'user-17' })).toBe(1)
  vi.advanceTimersByTime(60_000)
  answer = given(prompt(2))
  expect(await get(hp)).toBe(2)
})

test('it is there after a restart while Holdpoint is away, and a damaged file is ignored', async () => {
  const journal = mkdtempSync(path.join(tmpdir(), 'holdpoint-prompts-'))
  answer = given(prompt(1))
  await get(client(journal))
  answer = away
  expect(await get(client(journal))).toBe(1)
  const [folder] = readdirSync(journal)
  writeFileSync(path.join(journal, String(folder), 'prompts.kept'), '{"prompts": [["/api')
  await expect(get(client(journal))).rejects.toBeInstanceOf(Unreachable)
  rmSync(journal, { recursive: true })
})

test('an error of Holdpoint is thrown, and without any answer no prompt is invented', async () => {
  answer = away
  const hp = client()
  await expect(get(hp)).rejects.toBeInstanceOf(Unreachable)
  answer = given(prompt(1))
  await get(hp)
  vi.advanceTimersByTime(60_000)
  answer = given({ type: 'https://holdpoint.dev/problems/not-found', title: 'No such prompt' }, 404)
  await expect(get(hp)).rejects.toBeInstanceOf(Refused)
})
