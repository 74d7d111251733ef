import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '#lib/platform/testing/soak.ts'
import { type Amounts, nothing } from './amounts.ts'
import {
  commitPeriod,
  crossedHard,
  crossedSoft,
  forecastNanos,
  newPeriod,
  observePeriod,
  periodOf,
  reservePeriod,
  spentOf,
} from './period-budget.ts'
import { newRate, type RateUse, takeRate } from './rate-limit.ts'
import {
  beginWait,
  commitRun,
  crossedLimit,
  defaultRunLimits,
  endRun,
  endWait,
  newRun,
  remainingOf,
  reserveRun,
  workedMs,
} from './run-budget.ts'

const of = (more: Partial<Amounts>): Amounts => ({ ...nothing, ...more })
const limits = { ...defaultRunLimits, nanos: 1_000_000_000n }

test.each<[string, Partial<Amounts>, Partial<Amounts>, string | null]>([
  ['the tenth model call fits', { llmCalls: 9 }, { llmCalls: 1 }, null],
  ['the eleventh does not', { llmCalls: 10 }, { llmCalls: 1 }, 'llmCalls'],
  ['the twentieth tool call fits', { toolCalls: 19 }, { toolCalls: 1 }, null],
  ['the twenty-first does not', { toolCalls: 20 }, { toolCalls: 1 }, 'toolCalls'],
  ['used-up model calls do not stop a tool call', { llmCalls: 10 }, { toolCalls: 1 }, null],
  ['used-up tokens stop everything', { tokens: 50_000 }, { toolCalls: 1 }, 'tokens'],
  ['an estimate beyond what is left', { tokens: 49_000 }, { tokens: 1_001 }, 'tokens'],
  ['money to the last nano-dollar', { nanos: 999_999_999n }, { nanos: 1n }, null],
  ['and no further', { nanos: 999_999_999n }, { nanos: 2n }, 'usd'],
])('run budget: %s', (_, used, step, crossed) => {
  expect(crossedLimit({ ...newRun, used: of(used) }, limits, of(step), 0)?.measure ?? null).toBe(crossed)
  expect(crossedLimit({ ...newRun, reserved: of(used) }, limits, of(step), 0)?.measure ?? null).toBe(crossed)
})

test('the clock starts with the first reservation, and waiting for a person is not work', () => {
  expect(workedMs(newRun, 99)).toBe(0)
  const started = reserveRun(newRun, nothing, 1_000)
  const waiting = beginWait(beginWait(started, 11_000), 12_000)
  expect(workedMs(waiting, 500_000)).toBe(10_000)
  const one = endWait(waiting, 100_000)
  expect(workedMs(one, 200_000)).toBe(10_000)
  const on = endWait(one, 211_000)
  expect(workedMs(on, 221_000)).toBe(20_000)
  expect(crossedLimit(on, limits, nothing, 500_999)).toBeNull()
  expect(crossedLimit(on, limits, nothing, 501_000)?.measure).toBe('seconds')
})
test('a clock that jumps back gives no time back, and an ended run gets no permits', () => {
  const run = reserveRun(reserveRun(newRun, nothing, 1_000), nothing, 61_000)
  expect(workedMs(run, 5_000)).toBe(60_000)
  expect(workedMs(endRun(run, 71_000), 900_000)).toBe(70_000)
  expect(endRun(reserveRun(run, of({ tokens: 5 }), 62_000), 71_000).reserved).toEqual(nothing)
})
test('an actual figure beyond the estimate is charged and blocks the next step', () => {
  const run = commitRun(reserveRun(newRun, of({ tokens: 10 }), 0), of({ tokens: 10 }), of({ tokens: 60_000 }), 1)
  expect(crossedLimit(run, limits, of({ llmCalls: 1 }), 1)).toMatchObject({ limit: '50000', used: '60000' })
  expect(remainingOf(run, limits, 1)).toMatchObject({ tokens: 0, llmCalls: 10, usd: '1.000000000', seconds: 300 })
})
test('a person can add to a limit, and a limit lowered below what is used denies steps', () => {
  const used = { ...newRun, used: of({ toolCalls: 20 }) }
  expect(crossedLimit({ ...used, extra: of({ toolCalls: 1 }) }, limits, of({ toolCalls: 1 }), 0)).toBeNull()
  expect(crossedLimit(used, { ...limits, toolCalls: 5 }, of({ toolCalls: 1 }), 0)?.limit).toBe('5')
})

test('reservations of a run never add up beyond a limit, whatever is charged within its estimate or freed', () => {
  const step = fc.record({
    reserved: fc.nat(9_000),
    actual: fc.nat(9_000),
    what: fc.constantFrom('commit', 'release', 'keep'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      let run = newRun
      let [expected, kept] = [0, 0]
      for (const { reserved, actual, what } of steps) {
        const asked = of({ tokens: reserved, toolCalls: 1 })
        if (crossedLimit(run, limits, asked, 0)) continue
        run = reserveRun(run, asked, 0)
        expect(run.used.tokens + run.reserved.tokens).toBeLessThanOrEqual(50_000)
        const used = Math.min(actual, reserved)
        if (what === 'commit') run = commitRun(run, asked, of({ tokens: used, toolCalls: 1 }), 0)
        if (what === 'release') run = commitRun(run, asked, of({}), 0)
        expected += what === 'commit' ? used : 0
        kept += what === 'keep' ? reserved : 0
      }
      expect([run.used.tokens, run.reserved.tokens]).toEqual([expected, kept])
      expect(run.used.toolCalls + run.reserved.toolCalls).toBeLessThanOrEqual(20)
    }),
    propertyRuns(200),
  )
})

test.each([
  ['day', '2026-03-01T23:59:59.999Z', '2026-03-01', '2026-03-02'],
  ['week', '2026-03-01T12:00:00Z', '2026-02-23', '2026-03-02'],
  ['week', '2026-03-02T00:00:00Z', '2026-03-02', '2026-03-09'],
  ['month', '2026-12-31T23:00:00Z', '2026-12-01', '2027-01-01'],
] as const)('the %s of %s', (period, at, from, to) =>
  expect(periodOf(period, Date.parse(at))).toEqual({ from: Date.parse(from), to: Date.parse(to) }),
)

test('period budget: the hard limit denies, the soft limit is announced, and cost from traces is not counted twice', () => {
  const reserved = reservePeriod(newPeriod, 60n)
  expect(crossedHard(reserved, 100n, 40n)).toBeNull()
  expect(crossedHard(reserved, 100n, 41n)).not.toBeNull()
  const spent = commitPeriod(reserved, 60n, 120n)
  expect([spent.reserved, spentOf(spent), crossedSoft(spent, 120n), crossedSoft(spent, 121n)]).toEqual([
    0n,
    120n,
    true,
    false,
  ])
  expect(crossedHard(spent, 100n, 0n)).not.toBeNull()
  expect(crossedHard(spent, null, 10n ** 15n)).toBeNull()
  expect(spentOf(observePeriod(spent, 130n))).toBe(130n)
  expect(spentOf(observePeriod(spent, 50n))).toBe(120n)
  expect(spentOf(commitPeriod(observePeriod(spent, 130n), 0n, 5n))).toBe(135n)
  expect(crossedSoft(spent, null)).toBe(false)
})
test('a forecast continues the period at its pace, and needs its first hour', () => {
  const day = periodOf('day', 0)
  const use = observePeriod(newPeriod, 100n)
  expect(forecastNanos(use, day, 3_599_999)).toBeNull()
  expect(forecastNanos(use, day, 6 * 3_600_000)).toBe(400n)
  expect(forecastNanos(use, day, 2 * day.to)).toBe(100n)
})

test('rate limit: no window allows more than its permits, and the reset is right', () => {
  const limit = { permits: 5, perSeconds: 10 }
  fc.assert(
    fc.property(fc.array(fc.nat(4_000), { maxLength: 80 }), waits => {
      let [use, now]: [RateUse, number] = [newRate, 0]
      const granted: number[] = []
      for (const wait of waits) {
        now += wait
        const taken = takeRate(use, limit, now)
        use = taken.use
        if (taken.exceeded === null) {
          granted.push(Math.floor(now / 10_000))
          continue
        }
        const { resetsAt } = taken.exceeded
        expect(resetsAt).toBeGreaterThan(now)
        expect(takeRate(use, limit, resetsAt).exceeded).toBeNull()
        expect(takeRate(use, limit, resetsAt - 1).exceeded).not.toBeNull()
      }
      for (const window of granted) expect(granted.filter(each => each === window).length).toBeLessThanOrEqual(5)
    }),
    propertyRuns(200),
  )
})
test('rate limit: the end of one window and the start of the next do not grant twice as many', () => {
  let use = newRate
  const at = (now: number) => {
    const taken = takeRate(use, { permits: 10, perSeconds: 10 }, now)
    use = taken.use
    return taken.exceeded === null
  }
  const granted = (now: number) => Array.from({ length: 20 }, () => at(now)).filter(Boolean).length
  expect([granted(9_999), granted(10_000), granted(15_000)]).toEqual([10, 0, 5])
})
