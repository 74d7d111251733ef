import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { binMiddle, lastBinWithin } from '#lib/shared/statistics.ts'
import { checkSlo } from './check-slo.ts'
import { type Counts, day, hour, judge, minute, secondsLeft, stretchEdges, usedOver, windowOf } from './rules.ts'
import { type SloFields, sloFields } from './schemas.ts'

/** Counts by the number of seconds ago at which each stretch begins. */
const of = (...rows: [edge: number, bad: number, total: number][]): Map<number, Counts> =>
  new Map(rows.map(([edge, bad, total]) => [edge, { bad, total }]))
const level = { target: 0.99, days: 30, minimumRequests: 10 }

describe('status', () => {
  const quiet: [number, number, number] = [30 * day, 0, 100_000]
  test.each<[what: string, stretches: Map<number, Counts>, status: string]>([
    ['nothing at all', of(), 'unknown'],
    ['only good ones', of(quiet), 'ok'],
    [
      '14.4 % failed over the hour and the last 5 minutes',
      of(quiet, [hour, 130, 900], [5 * minute, 15, 100]),
      'critical',
    ],
    ['14.4 % failed over the hour, but none lately', of(quiet, [hour, 144, 900], [5 * minute, 0, 100]), 'warning'],
    ['nothing came in the last 5 minutes', of(quiet, [hour, 144, 900]), 'warning'],
    ['6 % failed over 6 hours and the last half', of(quiet, [6 * hour, 54, 900], [30 * minute, 6, 100]), 'critical'],
    ['1 % failed over 3 days and the last 6 hours', of(quiet, [3 * day, 9, 900], [6 * hour, 1, 100]), 'warning'],
    ['few requests, most of them failed', of([30 * day, 0, 900], [5 * minute, 5, 9]), 'ok'],
    ['the whole budget is used', of([30 * day, 10, 1000]), 'exhausted'],
    ['nearly the whole budget is used', of([30 * day, 9, 1000]), 'ok'],
  ])('%s', (_, stretches, status) => expect(judge(level, stretches).status).toBe(status))

  test('a rule with a window longer than the period is left out', () => {
    const short = judge({ ...level, days: 1 }, of([day, 9, 900], [6 * hour, 1, 1000]))
    expect(short.burn.map(({ rule }) => rule)).toEqual(['fast', 'slow'])
    expect(short.status).toBe('ok')
  })

  test('figures: what was attained, what is left, how fast it burns', () => {
    const judged = judge(level, of([30 * day, 4, 900], [5 * minute, 1, 100]))
    expect(judged).toMatchObject({ attained: 0.995, budgetLeft: expect.closeTo(0.5), bad: 5, total: 1000 })
    expect(judged.burn[0]).toMatchObject({ long: expect.closeTo(1), short: expect.closeTo(1), firing: false })
    expect(secondsLeft(0.5, 2, 30)).toBe((30 * day) / 4)
    for (const none of [secondsLeft(0.5, 1, 30), secondsLeft(-0.1, 9, 30), secondsLeft(null, 9, 30)])
      expect(none).toBeNull()
  })
})

test('more failures never improve a figure', () => {
  const rank = { unknown: 0, ok: 0, warning: 1, critical: 2, exhausted: 3 }
  const counts = fc.record({ total: fc.nat(2_000), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(
      fc.constantFrom(1, 7, 30),
      fc.array(counts, { minLength: 9, maxLength: 9 }),
      fc.nat(8),
      (days, drawn, at) => {
        const edges = stretchEdges(days)
        const stretches = new Map(
          edges.map((edge, i) => {
            const { total = 0, share = 0 } = drawn[i] ?? {}
            return [edge, { total, bad: Math.floor(total * share) }]
          }),
        )
        const edge = edges[at % edges.length] ?? 0
        const { bad = 0, total = 0 } = stretches.get(edge) ?? {}
        const worse = new Map(stretches).set(edge, { total, bad: Math.min(total, bad + 1) })
        const own = { target: 0.9, days, minimumRequests: 5 }
        const [a, b] = [judge(own, stretches), judge(own, worse)]
        expect(rank[b.status]).toBeGreaterThanOrEqual(rank[a.status])
        expect(b.budgetLeft ?? 0).toBeLessThanOrEqual((a.budgetLeft ?? 0) + 1e-9)
        expect(windowOf(stretches, days * day).total).toBe(
          [...stretches.values()].reduce((sum, one) => sum + one.total, 0),
        )
      },
    ),
  )
})

test('each bucket of the history shows the period that ended with it', () => {
  const rows = new Map([
    [0, { bad: 1, total: 100 }],
    [3, { bad: 0, total: 100 }],
    [4, { bad: 3, total: 100 }],
  ])
  const points = usedOver(rows, { from: 3, to: 7, bucketMs: 1, periodMs: 3, target: 0.99 })
  // At 3 the bad request of bucket 0 is no longer in the period.
  expect(points.map(({ used }) => used && Math.round(used * 100) / 100)).toEqual([0, 1.5, 1.5, 3])
})

test('a bin is within a threshold if its middle is', () => {
  for (const value of [1, 7, 1_500_000, 30_000_000]) {
    const bin = lastBinWithin(value)
    expect([binMiddle(bin) <= value, binMiddle(bin + 1) > value]).toEqual([true, true])
  }
  expect(lastBinWithin(0)).toBe(-1)
})

test.each<[Partial<SloFields>, field: string]>([
  [{ objective: 'success' }, 'target'],
  [{ objective: 'latency', target: 0.95 }, 'thresholdMs'],
  [{ objective: 'latency', target: 0.9, percentile: 95, thresholdMs: 900 }, 'percentile'],
  [{ objective: 'success', target: 0.9, percentile: 90 }, 'percentile'],
  [{ objective: 'cost', target: 0.9 }, 'thresholdUsd'],
  [{ objective: 'success', target: 0.9, thresholdMs: 5 }, 'thresholdMs'],
  [{ objective: 'success', target: 0.9, throttle: { permits: 1, perSeconds: 1 } }, 'throttle'],
])('%o is invalid by %s', (fields, field) => {
  const slo = z.object(sloFields).parse({ agent: 'a', days: 7, ...fields })
  expect(() => checkSlo(slo)).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ field: `body.${field}` }) }),
  )
})
