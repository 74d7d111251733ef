import { expect, test } from 'vitest'
import type { Fields } from './merge.ts'
import { observationTimes, traceTimes } from './span.ts'
import { microsOf } from './times.ts'

const noon = Date.UTC(2026, 10, 24, 12) * 1000

test.each([
  ['2026-11-24T12:00:00Z', noon],
  ['2026-11-24T12:00:00.594Z', noon + 594_000],
  ['2026-11-24T12:00:00.650894Z', noon + 650_894],
  ['2026-11-24T12:00:00.6508949Z', noon + 650_894],
  ['2026-11-24T12:00:00.5+00:00', noon + 500_000],
  ['2026-11-24T14:30:00+02:30', noon],
  ['2026-11-24T04:00:00.000001-0800', noon + 1],
  // Without an offset: UTC, wherever the server stands.
  ['2026-11-24T12:00:00.25', noon + 250_000],
  ['2026-11-24T12:00:00', noon],
])('%s', (time, micros) => {
  expect(microsOf(time)).toBe(micros)
})

test.each([
  [null],
  [undefined],
  [''],
  ['yesterday'],
  [1_790_000_000],
  [{}],
  ['1969-12-31T23:59:59Z'],
  ['+275000-01-01T00:00:00Z'],
])('%j is no time', value => {
  expect(microsOf(value)).toBeNull()
})

test('an observation that ends before it starts ends where it starts, and so does its trace', () => {
  const told = (start: number, end: number) => ({ start: { value: start }, end: { value: end } }) as unknown as Fields
  const times = observationTimes(told(noon + 2, noon + 1))
  expect(times).toEqual({ startUs: noon + 2, endUs: noon + 2 })
  const trace = { start: { value: noon } } as unknown as Fields
  expect(traceTimes(trace, times)).toEqual({ startUs: noon, endUs: noon + 2 })
})
