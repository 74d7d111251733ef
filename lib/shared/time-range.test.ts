import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketMs } from './bucket.ts'
import { boundsOf, bucketFor, lengthOf, presets, rangeBefore, rangeLabel, type TimeRange } from './time-range.ts'

const now = Date.UTC(2026, 0, 5, 12)
const custom = (from: string, to: string) => ({ kind: 'custom', from: new Date(from), to: new Date(to) }) as const

test.each([
  ['15m', '2026-01-05T11:45:00.000Z'],
  ['24h', '2026-01-04T12:00:00.000Z'],
  ['30d', '2025-12-06T12:00:00.000Z'],
] as const)('%s begins at %s and has no end', (preset, from) =>
  expect(boundsOf({ kind: 'preset', preset }, now)).toEqual({ from }),
)

test('"everything" has no bounds; a custom range has both', () => {
  expect(boundsOf({ kind: 'all' }, now)).toEqual({})
  expect(boundsOf(custom('2026-01-01T00:00Z', '2026-01-02T00:00Z'), now)).toEqual({
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-02T00:00:00.000Z',
  })
})

test('each preset has a bucket that a chart can show', () => {
  const drawn = presets.map(preset => bucketFor(lengthOf({ kind: 'preset', preset })))
  expect(drawn).toEqual(['minute', 'minute', '5minutes', 'hour', '6hours', 'day'])
})

test('never more buckets than asked for, unless even days are too many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3e10 }), length => {
      const bucket = bucketFor(length)
      if (bucket !== 'day') expect(length / bucketMs[bucket]).toBeLessThanOrEqual(60)
    }),
  )
})

test('a custom range leaves out what both ends share', () => {
  expect(rangeLabel(custom('2026-01-01T08:00Z', '2026-01-01T09:30Z'), 'utc')).toBe('2026-01-01 08:00 – 09:30')
  expect(rangeLabel(custom('2026-01-01T08:00Z', '2026-01-02T09:30Z'), 'utc')).toBe(
    '2026-01-01 08:00 – 2026-01-02 09:30',
  )
})

test('the range before ends where this one begins, and is as long', () => {
  const noon = Date.UTC(2026, 10, 28, 12)
  const shown = (range: TimeRange) => boundsOf(rangeBefore(range, noon), noon)
  expect(shown({ kind: 'preset', preset: '24h' })).toEqual({
    from: '2026-11-26T12:00:00.000Z',
    to: '2026-11-27T12:00:00.000Z',
  })
  const custom = { from: new Date('2026-11-10T00:00Z'), to: new Date('2026-11-12T06:00Z') }
  expect(shown({ kind: 'custom', ...custom })).toEqual({
    from: '2026-11-07T18:00:00.000Z',
    to: '2026-11-10T00:00:00.000Z',
  })
})

test.each([
  ['2026-11-28T12:00:00.000Z', '2026-11-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z', '2026-10-28T12:00:00.000Z'],
  // The month before is shorter: it is compared whole.
  ['2026-03-31T12:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['2026-01-05T12:00:00.000Z', '2026-01-01T00:00:00.000Z', '2025-12-01T00:00:00.000Z', '2025-12-05T12:00:00.000Z'],
])(
  'at %s the month so far begins at %s, and the same days of the month before are from %s to %s',
  (at, from, start, end) => {
    const nowMs = Date.parse(at)
    expect(boundsOf({ kind: 'month' }, nowMs)).toEqual({ from })
    expect(boundsOf(rangeBefore({ kind: 'month' }, nowMs), nowMs)).toEqual({ from: start, to: end })
    expect(lengthOf({ kind: 'month' })).toBeGreaterThanOrEqual(nowMs - Date.parse(from))
  },
)
