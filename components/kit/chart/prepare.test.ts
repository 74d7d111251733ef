import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chartCsv } from './csv.ts'
import { type ChartInput, fillingKey, lineRows, maxSeries, prepare } from './prepare.ts'

const input = (change: Partial<ChartInput>): ChartInput => ({
  unit: 'count',
  empty: 0,
  additive: true,
  from: 0,
  to: 50,
  bucketMs: 10,
  now: 1_000,
  rows: [],
  ...change,
})
const row = (at: number, series: string, value: number | null) => ({ at, series, value })
const labels = (change: Partial<ChartInput>) => prepare(input(change)).series.map(each => each.label)

test('a count without data is 0, a percentile without data is a gap', () => {
  const rows = [row(10, 'a', 3), row(30, 'a', 5)]
  const drawn = (empty: 0 | null) => prepare(input({ empty, rows })).points.map(point => point.values.s0)
  expect(drawn(0)).toEqual([0, 3, 0, 5, 0])
  expect(drawn(null)).toEqual([null, 3, null, 5, null])
})

test('the largest first, five by name, the rest together', () => {
  const rows = 'abcdefg'.split('').map((series, i) => row(0, series, i + 1))
  const chart = prepare(input({ rows }))
  expect(chart.series.map(each => each.label)).toEqual(['g', 'f', 'e', 'd', 'c', '2 others'])
  expect(chart.points[0]?.values.others).toBe(3)
  expect(chart.hidden).toBe(2)
})

test('what cannot be added up is left out, and counted', () => {
  const rows = 'abcdefg'.split('').map((series, i) => row(0, series, i + 1))
  const chart = prepare(input({ rows, additive: false, unit: 'ms', empty: null }))
  expect(chart.series).toHaveLength(maxSeries)
  expect(chart.hidden).toBe(2)
})

test('a colour stays with its name when the order changes', () => {
  const colours = (a: number, b: number) =>
    Object.fromEntries(prepare(input({ rows: [row(0, 'a', a), row(0, 'b', b)] })).series.map(s => [s.label, s.colour]))
  expect(colours(1, 9)).toEqual(colours(9, 1))
  expect(labels({ rows: [row(0, 'a', 1), row(0, 'b', 9)] })).toEqual(['b', 'a'])
})

test('series known beforehand keep their colour even alone', () => {
  const names = ['succeeded', 'failed']
  const { series } = prepare(input({ names, rows: [row(0, 'failed', 1)] }))
  expect(series.map(({ label, colour }) => [label, colour])).toEqual([['failed', 'var(--hp-series-2)']])
})

test('colours are series colours, each once', () => {
  const rows = 'abcde'.split('').map(series => row(0, series, 1))
  const colours = prepare(input({ rows })).series.map(each => each.colour)
  expect(new Set(colours).size).toBe(5)
  for (const colour of colours) expect(colour).toMatch(/^var\(--hp-series-[1-5]\)$/)
})

test('the bucket that still fills is marked, and later ones are not drawn', () => {
  const chart = prepare(input({ now: 35, rows: [row(0, 'a', 1), row(30, 'a', 1)] }))
  expect(chart.points.map(({ at, filling }) => [at, filling])).toEqual([
    [0, false],
    [10, false],
    [20, false],
    [30, true],
  ])
  const drawn = lineRows(chart)
  expect(drawn.map(each => each.s0)).toEqual([1, 0, 0, null])
  expect(drawn.map(each => each[fillingKey('s0')])).toEqual([null, null, 0, 1])
})

test('thresholds reach into the axis; markers stand on their bucket', () => {
  const chart = prepare(
    input({
      rows: [row(0, 'a', 2)],
      lines: [{ kind: 'threshold', label: 'limit', value: 40 }],
      markers: [
        { at: 27, label: 'release' },
        { at: 500, label: 'later' },
      ],
    }),
  )
  expect(chart.ticks.at(-1)).toBeGreaterThanOrEqual(40)
  expect(chart.markers).toMatchObject([{ at: 20, names: ['release'] }])
})

test('a chart without data is empty; a chart of zeros is not', () => {
  expect(prepare(input({})).isEmpty).toBe(true)
  expect(prepare(input({ rows: [row(0, 'a', null)], empty: null })).isEmpty).toBe(true)
  expect(prepare(input({ rows: [row(0, 'a', 0)] })).isEmpty).toBe(false)
})

test('no figure is lost or made up', () => {
  const at = fc.integer({ min: 0, max: 4 }).map(i => i * 10)
  const rows = fc.uniqueArray(fc.record({ at, series: fc.constantFrom(...'abcdefgh'), value: fc.nat(1000) }), {
    selector: each => `${each.at}${each.series}`,
  })
  fc.assert(
    fc.property(rows, list => {
      const { points } = prepare(input({ rows: list }))
      const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0)
      for (const point of points) {
        const expected = sum(list.filter(each => each.at === point.at).map(each => each.value))
        expect(sum(Object.values(point.values))).toBe(expected)
      }
    }),
  )
})

test('the CSV has every figure in full and runs no formula', () => {
  const chart = prepare(input({ empty: null, now: 15, rows: [row(0, '=cmd("x")', 1.25), row(10, 'a, b', 2)] }))
  expect(chartCsv(chart).split('\r\n')).toEqual([
    'from,to,"a, b","\'=cmd(""x"")",still filling',
    '1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.010Z,,1.25,no',
    '1970-01-01T00:00:00.010Z,1970-01-01T00:00:00.020Z,2,,yes',
    '',
  ])
})

test('a separate series is never folded and is on top; a forecast is not a point and not in a total', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((series, i) => ({ at: 0, series, value: 10 - i }))
  const { series, points, ahead, ticks } = prepare({
    unit: 'usd',
    empty: 0,
    additive: true,
    from: 0,
    to: 10,
    bucketMs: 10,
    now: 10,
    rows: [...rows, { at: 0, series: 'not tokens', value: 1 }],
    apart: 'not tokens',
    ahead: [
      { at: 0, value: 5, low: 1, high: 90 },
      { at: 10, value: 60, low: 50, high: 80 },
    ],
  })
  expect(series.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'd', '2 others', 'not tokens'])
  expect(points.map(point => point.values.apart)).toEqual([1])
  expect(ahead).toEqual([{ at: 10, value: 60, low: 50, high: 80 }])
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(80)
})
