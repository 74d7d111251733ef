import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '#lib/platform/testing/soak.ts'
import { mayBecome } from '#lib/shared/state-machine.ts'
import { type Outcome, report } from './report.ts'
import { admit, type Breaker, breakerStates, mayOrder, newBreaker, order, transitions } from './rules.ts'
import { type BreakerSettings, defaultBreaker, openMs, type WindowSettings } from './settings.ts'
import { witness } from './witness.ts'

const count = (more: Partial<WindowSettings> = {}): WindowSettings => ({
  kind: 'count',
  size: 10,
  minimumCalls: 4,
  failures: null,
  failureRate: 0.5,
  slowRate: null,
  slowMs: null,
  ...more,
})
const rates = (window: WindowSettings): BreakerSettings => ({ ...defaultBreaker, consecutiveFailures: null, window })
let permits = 0
const outcome = (breaker: Breaker, more: Partial<Outcome> = {}): Outcome => ({
  permit: `p${permits++}`,
  epoch: breaker.epoch,
  key: 'k',
  result: 'failure',
  durationMs: null,
  ...more,
})
function after(settings: BreakerSettings, outcomes: Partial<Outcome>[], now = 1_000, from = newBreaker()): Breaker {
  return outcomes.reduce((breaker, more) => report(breaker, settings, now, outcome(breaker, more)).breaker, from)
}
const failures = (n: number, more: Partial<Outcome> = {}) => Array.from({ length: n }, () => more)
const success = { result: 'success' } as const
const opened = (settings = defaultBreaker, now = 1_000) => after(settings, failures(5), now)
/** Half-open, with the probe of one permit. */
const probing = (settings = defaultBreaker, permit = 'probe') =>
  admit(opened(settings), settings, 400_000, permit).breaker

test('1: below the minimum of calls no rate opens it', () => {
  expect(after(rates(count()), failures(3)).state).toBe('closed')
  expect(after(rates(count()), failures(4)).state).toBe('open')
})
test('2: reaching the limit exactly opens it', () => {
  expect(after(rates(count()), [success, success, {}]).state).toBe('closed')
  expect(after(rates(count()), [success, success, {}, {}]).state).toBe('open')
  expect(after(defaultBreaker, failures(4)).state).toBe('closed')
  expect(after(defaultBreaker, failures(5)).state).toBe('open')
})
test('3: failures and slow calls are reported separately, and both can occur', () => {
  const settings = rates(count({ slowRate: 0.5, slowMs: 100 }))
  const watching = order(newBreaker(), 'metrics_only', 0, 'watch').breaker
  const before = after(settings, failures(3, { durationMs: 200 }), 1_000, watching)
  const { steps } = report(before, settings, 1_000, outcome(before, { durationMs: 200 }))
  expect(steps.map(({ rule }) => rule)).toEqual(['failure-rate', 'slow-rate'])
  const slow = failures(4, { ...success, durationMs: 101 })
  expect(after(settings, slow).state).toBe('open')
  expect(after(settings, failures(4, { ...success, durationMs: 100 })).state).toBe('closed')
})
test('4: it becomes half-open only with the next call, strictly after its time', () => {
  const breaker = opened()
  expect(breaker.openUntil).toBe(301_000)
  expect(admit(breaker, defaultBreaker, 301_000, 'a')).toMatchObject({ allowed: false, retryAt: 301_000 })
  const later = admit(breaker, defaultBreaker, 301_001, 'a')
  expect([later.allowed, later.probe, later.breaker.state]).toEqual([true, true, 'half_open'])
})
test('5: it stays open for its time, until the moment that the service named, or for longer each time', () => {
  const before = after(defaultBreaker, failures(4))
  expect(report(before, defaultBreaker, 1_000, outcome(before, { retryAt: 5_000 })).breaker.openUntil).toBe(5_000)
  const settings = { ...defaultBreaker, backoff: { factor: 2, maxSeconds: 1_000 } }
  expect([1, 2, 3, 9].map(openings => openMs(settings, openings))).toEqual([300_000, 600_000, 1_000_000, 1_000_000])
})
test('6: openings in a row are counted across half-open, and start again after it has closed', () => {
  const half = probing()
  const again = report(half, defaultBreaker, 400_000, outcome(half, { permit: 'probe' })).breaker
  expect([again.state, again.openings]).toEqual(['open', 2])
  const second = admit(again, defaultBreaker, 800_000, 'p2').breaker
  const closed = report(second, defaultBreaker, 800_000, outcome(second, { permit: 'p2', ...success })).breaker
  expect([closed.state, closed.openings]).toEqual(['closed', 0])
})
test('7: exactly as many probes as configured', () => {
  const settings = { ...defaultBreaker, halfOpenPermits: 3 }
  let breaker = opened(settings)
  const answers = [1, 2, 3, 4].map(n => {
    const admission = admit(breaker, settings, 400_000, `p${n}`)
    breaker = admission.breaker
    return admission.allowed
  })
  expect(answers).toEqual([true, true, true, false])
})
test('8: a cancelled probe gives its place back', () => {
  const half = probing()
  expect(admit(half, defaultBreaker, 400_001, 'next').allowed).toBe(false)
  const back = report(half, defaultBreaker, 400_001, outcome(half, { permit: 'probe', result: 'ignored' }))
  expect([back.counted, back.breaker.state]).toEqual([false, 'half_open'])
  expect(admit(back.breaker, defaultBreaker, 400_002, 'next').allowed).toBe(true)
})
test('8b: a probe without an outcome gives its place back when its lease ends', () => {
  const half = probing()
  expect(admit(half, defaultBreaker, 459_999, 'next').allowed).toBe(false)
  expect(admit(half, defaultBreaker, 460_000, 'next').allowed).toBe(true)
})
test('9: a half-open breaker decides when all results are known', () => {
  const settings = { ...defaultBreaker, halfOpenPermits: 2 }
  const first = probing(settings, 'a')
  const both = admit(first, settings, 400_000, 'b').breaker
  const one = report(both, settings, 400_000, outcome(both, { permit: 'a' }))
  expect([one.breaker.state, one.steps]).toEqual(['half_open', []])
  expect(report(one.breaker, settings, 400_000, outcome(both, { permit: 'b', ...success })).breaker.state).toBe('open')
})
test('10: a half-open breaker without a verdict opens again, if configured', () => {
  const settings = { ...defaultBreaker, halfOpenSeconds: 10 }
  const half = probing(settings)
  expect(admit(half, settings, 410_001, 'late')).toMatchObject({ allowed: false, breaker: { state: 'open' } })
  expect(admit(probing(), defaultBreaker, 9_000_000, 'late').allowed).toBe(true)
})
test('11: an outcome that comes after the opening does not open it again', () => {
  const closed = newBreaker()
  const breaker = opened()
  const late = report(breaker, defaultBreaker, 2_000, outcome(closed))
  expect([late.counted, late.steps, late.breaker]).toEqual([false, [], breaker])
})
test('12: a person can end an opening before its time', () => {
  const breaker = order(opened(), 'forced_open', 2_000, 'hold it').breaker
  expect(admit(breaker, defaultBreaker, 9_000_000, 'a')).toMatchObject({ allowed: false, steps: [] })
})
test('13: a reset clears what was counted, and blocked calls are not failures', () => {
  const almost = after(defaultBreaker, failures(4))
  const reset = order(almost, 'closed', 2_000, 'again').breaker
  expect(after(defaultBreaker, failures(4), 3_000, reset).state).toBe('closed')
  const blocked = admit(opened(), defaultBreaker, 2_000, 'a')
  expect(blocked.breaker).toEqual(opened())
})
test('a person lets an open breaker probe before its time; nothing else can probe', () => {
  for (const before of [opened(), order(newBreaker(), 'forced_open', 0, 'x').breaker]) {
    const { breaker, steps } = order(before, 'half_open', 2_000, 'the vendor says it is back')
    expect(steps).toMatchObject([{ to: 'half_open', rule: 'by-hand', message: 'the vendor says it is back' }])
    expect(admit(breaker, defaultBreaker, 2_001, 'p1')).toMatchObject({ allowed: true, probe: true })
    expect(order(breaker, 'half_open', 2_002, 'again').steps).toEqual([])
  }
  for (const to of ['disabled', 'metrics_only'] as const)
    expect(mayOrder(order(newBreaker(), to, 0, 'x').breaker, 'half_open')).toBe(false)
  expect(mayOrder(newBreaker(), 'half_open')).toBe(false)
})

test('14: it can start open, or with metrics only', () => {
  expect(admit(newBreaker('open', 500), defaultBreaker, 500, 'a').allowed).toBe(false)
  expect(admit(newBreaker('metrics_only', 0), defaultBreaker, 500, 'a').allowed).toBe(true)
})
test('15: many reports that reach the limit at once make one change', () => {
  const outcomes = Array.from({ length: 64 }, () => outcome(newBreaker()))
  let breaker = newBreaker()
  const steps = outcomes.flatMap(one => {
    const moved = report(breaker, defaultBreaker, 1_000, one)
    breaker = moved.breaker
    return moved.steps
  })
  expect(steps.map(({ to }) => to)).toEqual(['open'])
})
test('16: after a jump of the clock nothing of a time window is left', () => {
  const settings = rates(count({ kind: 'time', size: 60 }))
  const before = after(settings, failures(3), 10_000)
  expect(after(settings, failures(1), 65_999, before).state).toBe('open')
  expect(after(settings, failures(1), 66_000, before).state).toBe('closed')
  expect(after(settings, failures(1), 900_000, before).state).toBe('closed')
  expect(after(settings, failures(1), 5_000, before).state).toBe('open')
})
test('forced open blocks and records nothing; disabled allows and records nothing', () => {
  const forced = order(newBreaker(), 'forced_open', 0, 'x').breaker
  expect(report(forced, defaultBreaker, 1, outcome(forced))).toMatchObject({ counted: false, breaker: forced })
  const disabled = order(newBreaker(), 'disabled', 0, 'x').breaker
  expect(admit(disabled, defaultBreaker, 1, 'a').allowed).toBe(true)
  expect(after(defaultBreaker, failures(50), 1, disabled)).toEqual(disabled)
})
test('metrics only reports each limit once, until it is reset', () => {
  let breaker = order(newBreaker(), 'metrics_only', 0, 'x').breaker
  const steps = failures(20).flatMap(more => {
    const moved = report(breaker, defaultBreaker, 1, outcome(breaker, more))
    breaker = moved.breaker
    return moved.steps
  })
  expect([breaker.state, steps.map(({ rule }) => rule)]).toEqual(['metrics_only', ['consecutive-failures']])
})
test('a single key can open it alone only if no other key reports', () => {
  expect(after(defaultBreaker, failures(5, { key: 'bad' })).state).toBe('open')
  const shared = after(defaultBreaker, [{ ...success, key: 'good' }, ...failures(50, { key: 'bad' })])
  expect(shared.state).toBe('closed')
  expect(after(defaultBreaker, failures(3, { key: 'good' }), 1_000, shared).state).toBe('open')
  const settings = rates(count({ size: 100 }))
  const window = [...failures(90, { key: 'bad' }), { ...success, key: 'good' }]
  expect(after(settings, [{ ...success, key: 'good' }, ...window]).state).toBe('closed')
})

test('whatever happens: legal changes only, each counted once, and never more probes than configured', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), wait: fc.integer({ min: -1_000, max: 400_000 }) }),
    fc.record({
      kind: fc.constant('tell' as const),
      wait: fc.nat(100),
      key: fc.constantFrom('a', 'b'),
      result: fc.constantFrom('success' as const, 'failure' as const, 'ignored' as const),
      which: fc.nat(5),
    }),
    fc.record({
      kind: fc.constant('order' as const),
      wait: fc.nat(100),
      to: fc.constantFrom('forced_open' as const, 'disabled' as const, 'metrics_only' as const, 'closed' as const),
    }),
  )
  const settings = { ...rates(count({ failures: 3 })), consecutiveFailures: 3, halfOpenPermits: 2 }
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), events => {
      let [breaker, now, asked] = [newBreaker(), 0, 0]
      const open: { permit: string; epoch: number }[] = []
      for (const each of events) {
        now += each.wait
        const before = breaker
        const moved =
          each.kind === 'ask'
            ? admit(breaker, settings, now, `q${asked++}`)
            : each.kind === 'order'
              ? order(breaker, each.to, now, 'x')
              : report(breaker, settings, now, {
                  ...outcome(breaker, open[each.which]),
                  result: each.result,
                  key: each.key,
                })
        breaker = moved.breaker
        if ('allowed' in moved && moved.allowed) open.unshift({ permit: `q${asked - 1}`, epoch: breaker.epoch })
        const changes = moved.steps.filter(({ from, to }) => from !== to)
        for (const { from, to } of changes) expect(mayBecome(transitions, from, to)).toBe(true)
        const reset = each.kind === 'order' && each.to === 'closed' && before.state === 'closed' ? 1 : 0
        expect(breaker.epoch).toBe(before.epoch + changes.length + reset)
        expect(breaker.probes.length).toBeLessThanOrEqual(settings.halfOpenPermits)
        expect(breakerStates).toContain(breaker.state)
      }
    }),
    propertyRuns(200),
  )
})

test.each([
  [
    'the fifth failure in a row',
    after(defaultBreaker, failures(4)),
    { startedAt: 900, result: 'failure', key: 'k' },
    'open',
    true,
  ],
  ['open, began before its time was over', opened(), { startedAt: 301_000 }, 'open', false],
  ['open, began after it and failed: open again', opened(), { startedAt: 301_001, result: 'failure' }, 'open', true],
  ['open, began after it and succeeded: closed', opened(), { startedAt: 301_001 }, 'closed', true],
  ['half-open, its one place is taken by a permit', probing(), { startedAt: 400_001 }, 'half_open', false],
  ['half-open, began before it was', probing(), { startedAt: 399_999 }, 'half_open', false],
  ['forced open', order(newBreaker(), 'forced_open', 1_000, 'so').breaker, { startedAt: 2_000 }, 'forced_open', false],
] as const)('a step that was only seen, %s', (_, before, seen, state, counted) => {
  const step = { id: 's', key: 'traces', result: 'success' as const, durationMs: 1, ...seen }
  const after = witness(before, defaultBreaker, 400_002, step)
  expect([after.breaker.state, after.counted]).toEqual([state, counted])
})
