import { describe, expect, it } from 'vitest'
import { advance, enter } from './advance.ts'
import { seedStrategies } from './strategies.ts'
import type { Arm, Evidence, Progress } from './types.ts'

const hour = 3_600_000
const strategy = seedStrategies['agent-change']

const arm = (requests: number, { errors = 0, cost = 0.03, quality = 0.8 } = {}): Arm => ({
  ...{ requests, errors },
  cost: { n: requests, sum: requests * cost, squares: requests * cost * cost * 1.5 },
  quality: { n: requests, sum: requests * quality, squares: requests * (quality * quality + 0.04) },
})

const evidence = (candidate: Arm | null, change: Partial<Evidence> = {}): Evidence => ({
  ...{ readUpTo: 0, shadow: null, incident: null, breaker: null, holds: [], fault: null },
  phases: candidate ? [{ step: 0, candidate, control: arm(candidate.requests) }] : [],
  ...change,
})

const first = enter(0, 'running', 0)
const decide = (progress: Progress, seen: Evidence, now: number) => advance({ progress, strategy }, seen, now)

describe('a rollout in its first phase', () => {
  it.each<[string, Evidence, number, Progress['state'], string | null]>([
    ['waits out its time', evidence(arm(5_000)), 0.5 * hour, 'running', null],
    ['goes on when every gate passes', evidence(arm(5_000)), hour, 'running', 'gates-passed'],
    ['holds without data', evidence(null), hour, 'holding', 'holding'],
    ['holds with too little', evidence(arm(100)), hour, 'holding', 'holding'],
    ['holds in a freeze', evidence(arm(5_000), { holds: ['Frozen.'] }), hour, 'holding', 'holding'],
    ['asks a person without data', evidence(null), 14 * hour, 'paused', 'no-data'],
    ['asks a person in doubt', evidence(arm(5_000, { cost: 0.0358 })), 14 * hour, 'paused', 'inconclusive'],
    ['goes back by errors, early', evidence(arm(1_000, { errors: 40 })), 0.1 * hour, 'rolled_back', 'errors'],
    ['goes back by quality', evidence(arm(2_000, { quality: 0.65 })), 0.1 * hour, 'rolled_back', 'quality'],
    ['goes back by cost', evidence(arm(2_000, { cost: 0.045 })), 0.1 * hour, 'rolled_back', 'cost'],
    [
      'goes back by an incident, frozen or not',
      evidence(null, { incident: { id: 'inc_1', title: 'leak' }, holds: ['Frozen.'], fault: 'down' }),
      ...([0, 'rolled_back', 'incident'] as const),
    ],
    ['goes back by a breaker', evidence(null, { breaker: { name: 'agent.a' } }), 0, 'rolled_back', 'breaker'],
    [
      'goes back by a breaker, also when that has opened its incident',
      evidence(null, {
        breaker: { name: 'agent.a', reason: '5 calls in a row failed.' },
        incident: { id: 'inc_1', title: 'a fails: its breaker is open', isOfBreaker: true },
      }),
      ...([0, 'rolled_back', 'breaker'] as const),
    ],
  ])('%s', (_, seen, now, state, rule) => {
    const decision = decide(first, seen, now)
    expect([decision.next.state, decision.transition?.rule ?? null]).toEqual([state, rule])
    expect(decision.weightBps).toBe(state === 'rolled_back' ? 0 : rule === 'gates-passed' ? 2_500 : 500)
  })

  it('goes back from a pause as well', () => {
    const paused: Progress = { ...first, state: 'paused', pausedAt: 0, resumesTo: 'running' }
    expect(decide(paused, evidence(null, { incident: { id: 'i', title: 't' } }), 1).next.state).toBe('rolled_back')
    expect(decide(paused, evidence(arm(1_000, { errors: 40 })), 1).next.state).toBe('rolled_back')
    expect(decide(paused, evidence(arm(5_000)), 99 * hour).transition).toBeNull()
  })

  it('says which check saw a failure, why a breaker opened, and everything that stops it', () => {
    const said = (seen: Evidence, now: number) => {
      const { transition, why } = decide(first, seen, now)
      return transition?.message ?? why
    }
    expect(said(evidence(arm(1_000, { errors: 40 })), 0.1 * hour)).toMatch(/allowed 1\.00 %\. Seen between looks\.$/)
    expect(said(evidence(arm(200, { errors: 9 })), hour)).toMatch(/allowed 1\.00 %\. Seen at the end of the phase\.$/)
    const breaker = { name: 'agent.a', reason: 'Service level calm is spent.' }
    expect(said(evidence(null, { breaker }), 0)).toBe(
      'The breaker agent.a stopped the agent: Service level calm is spent.',
    )
    const holds = ['Frozen by night: nobody is there', 'Service level calm has spent its budget.']
    expect(said(evidence(arm(10), { holds }), 0.5 * hour)).toBe(
      `This phase runs for another 30 min. ${holds[0]}. ${holds[1]}`,
    )
    expect(said(evidence(arm(5_000), { holds }), hour)).toBe(`${holds[0]}. ${holds[1]}`)
  })

  it('does not count the time of a pause', () => {
    const resumed: Progress = { ...first, pausedMs: 2 * hour }
    expect(decide(resumed, evidence(arm(5_000)), 2.5 * hour).transition).toBeNull()
    expect(decide(resumed, evidence(arm(5_000)), 3 * hour).transition?.rule).toBe('gates-passed')
  })

  it('asks a person when the figures cannot be read five times in a row', () => {
    let progress = first
    for (let i = 1; i <= 4; i++) {
      const decision = decide(progress, evidence(null, { fault: 'timeout' }), i)
      expect(decision.transition).toBeNull()
      progress = decision.next
    }
    expect(decide(progress, evidence(null, { fault: 'timeout' }), 5).next.state).toBe('paused')
    expect(decide(progress, evidence(arm(10)), 5).next.faults).toBe(0)
  })

  it('gives the same decision, however often it is asked', () => {
    const seen = evidence(arm(5_000, { cost: 0.0358 }))
    const once = decide(first, seen, hour)
    expect(decide(first, seen, hour)).toEqual(once)
    expect(decide(once.next, seen, hour + 1).transition).toBeNull()
    expect(once.why).toMatch(/Not promoted yet because the interval of the cost of a request.*reaches beyond \+20 %/)
  })

  it('ends, and never moves again', () => {
    const ended = enter(0, 'rolled_back', 0)
    expect(decide(ended, evidence(arm(9_000)), 99 * hour)).toMatchObject({ transition: null, weightBps: 0 })
  })
})
