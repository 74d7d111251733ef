import { expect, test } from 'vitest'
import type { Metrics } from '#lib/domain/metrics/use-metrics.ts'
import { breakdownRows, notWholeBefore } from './breakdown-rows.ts'

const dayMs = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 10, 1) + n * dayMs).toISOString()

const answer = (from: number, firstAt: string | null, rows: Metrics['rows']): Metrics => ({
  ...{ columns: [], rows, from: day(from), to: day(from + 7), complete: true, firstAt, askedAt: Date.parse(day(20)) },
})
/** One agent that costs so much a day, with ten requests. */
const series = (usd: string) => Array.from({ length: 7 }, (_, i) => [usd, i] as const)
const rowsOf = (firstAt: string | null) =>
  breakdownRows({
    now: answer(7, firstAt, [['triage', '14', 70, 0, 0, '0']]),
    before: answer(0, firstAt, [['triage', '7', 70, 0, 0, '0']]),
    series: answer(
      7,
      firstAt,
      series('2').map(([usd, i]) => [day(7 + i), 'triage', usd, 10, 0, 0, '0']),
    ),
    seriesBefore: answer(
      0,
      firstAt,
      series('1').map(([usd, i]) => [day(i), 'triage', usd, 10, 0, 0, '0']),
    ),
    bucketMs: dayMs,
  })

test('a row is compared with the range before', () => {
  expect(rowsOf(day(-30))).toMatchObject([
    { name: 'triage', usd: '14', before: '7', change: { text: '+100 %' }, each: 0.2, eachChange: { text: '+100 %' } },
  ])
})

test('where figures begin within the range before, or after it, nothing is compared, and the reason is told', () => {
  const title = 'Figures begin on 2026-11-05, within or after the range before: it is not whole.'
  const unknown = { text: '–', verdict: 'neutral', title }
  expect(rowsOf(day(4))).toMatchObject([{ usd: '14', before: '7', change: unknown, eachChange: unknown }])
})

test.each([
  ['no figures at all', null, true],
  ['from long before', day(-1), true],
  ['from the first moment', day(0), true],
  ['from an hour later', new Date(Date.parse(day(0)) + 3_600_000).toISOString(), false],
  ['from after it', day(9), false],
])('figures %s', (_, firstAt, isWhole) => {
  expect(notWholeBefore({ firstAt, from: day(0) }) === null).toBe(isWhole)
})
