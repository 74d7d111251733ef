import { describe, expect, test } from 'vitest'
import { dueEnds, holds, isSilenced, labelKey, news, step } from './rules.ts'
import type { AlertState } from './schemas.ts'

const measured = (value: number | null, before: number | null = null) => ({ value, before })

test.each([
  [{ above: 5 }, measured(6), true],
  [{ above: 5 }, measured(5), false],
  [{ below: 5 }, measured(4), true],
  [{ below: 5 }, measured(5), false],
  [{ below: 5 }, measured(0), true],
  [{ above: 5 }, measured(null), null],
  [{ changeAbove: 0.5 }, measured(16, 10), true],
  [{ changeAbove: 0.5 }, measured(15, 10), false],
  [{ changeAbove: -0.5 }, measured(4, 10), true],
  [{ changeAbove: -0.5 }, measured(6, 10), false],
  [{ changeAbove: 0.5 }, measured(16, null), null],
  [{ changeAbove: 0.5 }, measured(16, 0), null],
])('%j of %j: %s', (condition, one, expected) => expect(holds(condition, one)).toBe(expected))

const minute = 60_000

describe('states', () => {
  /** The states that follow when each minute brings one value. */
  const course = (answers: (boolean | null)[], rule: { noData: 'ok' | 'alert' | 'keep'; for: number }) => {
    let standing = { state: 'ok' as AlertState, since: 0 }
    return answers.map((met, i) => {
      const next = step(standing, met, rule, i * minute)
      if (next) standing = { state: next, since: i * minute }
      return standing.state
    })
  }
  test.each([
    ['at once', [true, true, false, false], 0, 'keep', 'firing firing resolved resolved'],
    ['only after its time', [true, true, true, false], 120, 'keep', 'pending pending firing resolved'],
    ['not when it ends before', [true, false, true], 120, 'keep', 'pending ok pending'],
    ['again after it was over', [true, false, true], 0, 'keep', 'firing resolved firing'],
    ['no data keeps', [true, null, null, false], 0, 'keep', 'firing firing firing resolved'],
    ['no data is fine', [true, null], 0, 'ok', 'firing resolved'],
    ['no data alerts after its time', [null, null, null], 120, 'alert', 'pending pending firing'],
    ['no data is never healthy by itself', [null, null], 0, 'keep', 'ok ok'],
  ] as const)('%s', (_, answers, duration, noData, expected) =>
    expect(course([...answers], { for: duration, noData }).join(' ')).toBe(expected),
  )
})

describe('windows that are due', () => {
  const at = (text: string) => Date.parse(`2026-11-28T${text}Z`)
  const due = (until: string | null, now: string, most = 60) =>
    dueEnds(until === null ? null : at(until), at(now), most).map(ms => new Date(ms).toISOString().slice(11, 16))
  test('the first evaluation is of the last whole minute', () => expect(due(null, '12:00:30')).toEqual(['12:00']))
  test('a minute is read a little after its end', () => expect(due('12:00:00', '12:01:03')).toEqual([]))
  test('no window is skipped after a downtime', () =>
    expect(due('12:00:00', '12:04:10')).toEqual(['12:01', '12:02', '12:03', '12:04']))
  test('many windows are evaluated in portions, the oldest first', () =>
    expect(due('12:00:00', '13:00:10', 2)).toEqual(['12:01', '12:02']))
  test('no window is evaluated twice, also when the clock jumps back', () =>
    expect(due('12:00:00', '11:30:00')).toEqual([]))
})

test('labels have one key, whatever their order', () =>
  expect(labelKey({ agent: 'a', tool: null })).toBe(labelKey({ tool: null, agent: 'a' })))

test('a silence applies to what it names, until its end', () => {
  const silence = { rule: 'errors', labels: { agent: 'desk' }, until: 10 }
  const silenced = (rule: string, agent: string, at: number) => isSilenced([silence], rule, { agent }, at)
  expect([silenced('errors', 'desk', 9), silenced('errors', 'desk', 10)]).toEqual([true, false])
  expect([silenced('cost', 'desk', 9), silenced('errors', 'other', 9)]).toEqual([false, false])
})

test.each([
  ['firing', false, null, false, 'firing'],
  ['firing', false, null, true, null],
  ['firing', true, 0, false, null],
  ['firing', true, -3_600_000, false, 'reminder'],
  ['firing', true, -3_600_000, true, null],
  ['resolved', true, 0, false, 'resolved'],
  ['resolved', true, 0, true, 'resolved'],
  ['resolved', false, null, false, null],
  ['pending', false, null, false, null],
] as const)('%s, told %s at %s, silenced %s: %s', (state, told, toldAt, silenced, expected) =>
  expect(news({ state, told, toldAt }, silenced, 3_600, 0)).toBe(expected),
)
