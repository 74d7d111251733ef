import { describe, expect, it, test } from 'vitest'
import { phaseOf, seedStrategies } from './engine/strategies.ts'
import { eventOf, type Freeze, faultOf, isFrozen, markerText, nextTurn } from './rules.ts'

const weekend: Freeze = {
  ...{ slug: 'weekend', agent: null, environment: 'production', reason: 'nobody is there', timeZone: 'Europe/Vienna' },
  ...{ from: null, until: null, windows: [{ days: ['fri'], from: '16:00', to: '08:00' }] },
}
const here = { agent: 'triage', environment: 'production' }

describe('a freeze', () => {
  it.each<[string, string, Partial<Freeze>, boolean]>([
    ['before its window, by the clock of its place', '2026-07-03T13:59:00Z', {}, false],
    ['in its window in summer', '2026-07-03T14:00:00Z', {}, true],
    ['an hour later in winter', '2026-01-02T14:30:00Z', {}, false],
    ['past midnight', '2026-07-04T05:59:00Z', {}, true],
    ['after its window', '2026-07-04T06:00:00Z', {}, false],
    ['in another environment', '2026-07-03T14:00:00Z', { environment: 'staging' }, false],
    ['at all times without windows', '2026-07-01T00:00:00Z', { windows: [] }, true],
    ['before it begins', '2026-07-01T00:00:00Z', { windows: [], from: '2026-07-02T00:00:00Z' }, false],
    ['when it is over', '2026-07-01T00:00:00Z', { windows: [], until: '2026-07-01T00:00:00Z' }, false],
  ])('%s', (_, at, change, frozen) => {
    expect(isFrozen({ ...weekend, ...change }, here, Date.parse(at))).toBe(frozen)
  })

  const night = [{ days: [], from: '22:00', to: '06:00' }]
  const hour = [{ days: ['sun' as const], from: '02:00', to: '03:00' }]
  it.each<[string, string, Freeze['windows'], boolean]>([
    [
      'of the night ends at six, an hour earlier in UTC, on the morning of summer time',
      '2026-03-29T03:59:00Z',
      night,
      true,
    ],
    ['of the night is over then', '2026-03-29T04:00:00Z', night, false],
    ['of an hour that the clocks leave out holds at no time: before', '2026-03-29T00:59:00Z', hour, false],
    ['of an hour that the clocks leave out holds at no time: after', '2026-03-29T01:00:00Z', hour, false],
    ['of an hour that comes twice in autumn holds the first time', '2026-10-25T00:30:00Z', hour, true],
    ['of an hour that comes twice in autumn holds the second time', '2026-10-25T01:30:00Z', hour, true],
    ['of an hour that comes twice is over after both', '2026-10-25T02:00:00Z', hour, false],
  ])('%s', (_, at, windows, frozen) => {
    expect(isFrozen({ ...weekend, windows }, here, Date.parse(at))).toBe(frozen)
  })
})

describe('the moment at which a freeze begins or ends', () => {
  const always = { ...weekend, windows: [] }
  it.each<[string, string, Partial<Freeze>, string | null]>([
    ['the minute in which a window begins', '2026-07-03T13:59:10.500Z', {}, '2026-07-03T14:00:00Z'],
    ['a minute before its last', '2026-07-03T13:58:59.999Z', {}, null],
    ['the minute in which it ends', '2026-07-04T05:59:00Z', {}, '2026-07-04T06:00:00Z'],
    ['in the middle of a window', '2026-07-03T15:00:00Z', {}, null],
    ['when it has just begun', '2026-07-03T14:00:00Z', {}, null],
    [
      'a beginning between minutes',
      '2026-07-01T00:00:01Z',
      { ...always, from: '2026-07-01T00:00:12Z' },
      '2026-07-01T00:00:12Z',
    ],
    [
      'an end between minutes',
      '2026-07-01T00:00:01Z',
      { ...always, until: '2026-07-01T00:00:59.5Z' },
      '2026-07-01T00:00:59.5Z',
    ],
    [
      'both, of which the first counts',
      '2026-07-01T00:00:01Z',
      { ...always, from: '2026-07-01T00:00:12Z', until: '2026-07-01T00:00:14Z' },
      '2026-07-01T00:00:12Z',
    ],
    ['another environment', '2026-07-03T13:59:10Z', { environment: 'staging' }, null],
    ['a window that is not reached any more', '2026-07-03T13:59:10Z', { until: '2026-07-03T13:00:00Z' }, null],
  ])('%s', (_, at, change, expected) => {
    const turn = nextTurn([{ ...weekend, ...change }], here, Date.parse(at))
    expect(turn).toBe(expected === null ? null : Date.parse(expected))
  })
})

describe('a strategy', () => {
  it.each<[string, number[], string | null]>([
    ['grows to everybody', [500, 10_000], null],
    ['must not shrink', [500, 400, 10_000], 'phases.1.weightBps'],
    ['must not stand still', [500, 500, 10_000], 'phases.1.weightBps'],
    ['must reach everybody', [500, 5_000], 'phases.1.weightBps'],
  ])('%s', (_, weights, field) => {
    expect(faultOf({ phases: weights.map(weight => phaseOf(weight, 60)) })?.field ?? null).toBe(field)
  })

  it('that is built in has no fault', () => {
    for (const strategy of Object.values(seedStrategies)) expect(faultOf(strategy)).toBeNull()
  })
})

test.each([
  ['draft', 'running 0', 'desk v2 at 5 %'],
  ['draft', 'shadowing', 'desk v2 in the shadow'],
  ['holding 0', 'running 1', 'desk v2 at 5 %'],
  ['baking 3', 'succeeded 3', 'desk v2 promoted'],
  ['paused 1', 'rolled_back 1', 'desk v2 rolled back'],
  ['none', 'draft', null],
  ['running 1', 'holding 1', null],
  ['paused 1', 'running 1', null],
])('from %s to %s a chart is marked: %s', (from, to, text) => {
  const event = eventOf(from, to)
  expect(event && markerText({ agent: 'desk', candidate: 'v2', event, weightBps: 500 }, false)).toBe(text)
})
