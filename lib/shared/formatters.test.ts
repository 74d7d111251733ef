import { describe, expect, test } from 'vitest'
import { formatUsd } from './money.ts'
import { formatCount, formatPercent, plural } from './numbers.ts'
import { formatAbsolute, formatCountdown, formatDuration, formatRelative } from './time.ts'

test.each([
  [null, '–'],
  ['', '–'],
  ['abc', '–'],
  ['0.000000000', '$0'],
  ['0.000025000', '$0.0000250'],
  ['0.000000001', '$0.000000001'],
  ['0.041200000', '$0.0412'],
  ['0.999990000', '$1.0000'],
  ['12.5', '$12.50'],
  ['2214.08', '$2,214.08'],
  ['-3', '−$3.00'],
])('money %s prints %s', (amount, text) => expect(formatUsd(amount)).toBe(text))

test.each([
  [null, '–'],
  [Number.NaN, '–'],
  [-1, '–'],
  [0, '0 ms'],
  [0.82, '820 µs'],
  [41.2, '41 ms'],
  [999.7, '1.00 s'],
  [1900, '1.90 s'],
  [59_996, '1 min'],
  [192_000, '3 min 12 s'],
  [7_500_000, '2 h 05 min'],
  [47 * 3_600_000, '47 h 00 min'],
  [718 * 3_600_000, '29 d 22 h'],
])('duration %s prints %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

test.each([
  [401_000, '6:41'],
  [-5, '0:00'],
  [3_729_000, '1:02:09'],
  [52 * 3_600_000, '2 d 4 h'],
])('countdown %s prints %s', (ms, text) => expect(formatCountdown(ms)).toBe(text))

describe('relative time', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  test.each([
    ['2026-11-23T11:59:55Z', 'just now'],
    ['2026-11-23T11:57:00Z', '3 min ago'],
    ['2026-11-23T14:00:00Z', 'in 2 h'],
    ['2026-11-19T12:00:00Z', '4 d ago'],
    ['nonsense', '–'],
  ])('%s is %s', (at, text) => expect(formatRelative(at, now)).toBe(text))
})

test('absolute time keeps milliseconds on demand', () => {
  expect(formatAbsolute('2026-11-23T14:07:32.118Z', 'utc')).toBe('2026-11-23 14:07:32')
  expect(formatAbsolute('2026-11-23T14:07:32.118Z', 'utc', true)).toBe('2026-11-23 14:07:32.118')
})

test('unknown is a dash, never 0 or 100 %', () => {
  expect(formatCount(null)).toBe('–')
  expect(formatPercent(0 / 0)).toBe('–')
  expect(formatPercent(0.0042, 2)).toBe('0.42 %')
  expect(plural(1, 'span')).toBe('1 span')
  expect(plural(1204, 'span')).toBe('1,204 spans')
})
