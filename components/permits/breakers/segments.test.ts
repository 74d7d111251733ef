import { expect, test } from 'vitest'
import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { beginOf, segmentsOf } from './segments.ts'

type State = BreakerHistory['breaker']['state']
const at = (minute: number) => new Date(minute * 60_000).toISOString()
/** Changes of state as [minute, from, to], newest first, as the API has them. */
const history = (state: State, ...changes: [minute: number, from: State, to: State][]) =>
  ({
    breaker: { state },
    transitions: changes.map(([minute, from, to]) => ({ at: at(minute), from, to, calls: [] })),
  }) as unknown as BreakerHistory
const shown = (of: BreakerHistory, from: number, to: number) =>
  segmentsOf(of, from * 60_000, to * 60_000).map(one => [one.state, one.from / 60_000, one.to / 60_000])

test('each state lasts until the next change, and the state before the oldest one is known too', () => {
  const opened = history('half_open', [50, 'open', 'half_open'], [20, 'closed', 'open'])
  expect(shown(opened, 0, 60)).toEqual([
    ['closed', 0, 20],
    ['open', 20, 50],
    ['half_open', 50, 60],
  ])
  expect(shown(opened, 30, 40)).toEqual([['open', 30, 40]])
  expect(shown(opened, 55, 60)).toEqual([['half_open', 55, 60]])
  expect(shown(history('closed'), 0, 60)).toEqual([['closed', 0, 60]])
})

test('the history begins before the failures, and at least an hour ago', () => {
  const minutes = (of: BreakerHistory, now: number) => beginOf(of, now * 60_000) / 60_000
  expect(minutes(history('closed', [950, 'open', 'closed']), 1_000)).toBe(940)
  expect(minutes(history('open', [600, 'closed', 'open']), 1_000)).toBe(500)
})
