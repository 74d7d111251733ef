import { mayBecome, type Transitions } from '#lib/shared/state-machine.ts'
import { type BreakerSettings, openMs } from './settings.ts'
import { type CallWindow, emptyWindow } from './window.ts'

export const breakerStates = ['closed', 'open', 'half_open', 'forced_open', 'disabled', 'metrics_only'] as const
export type BreakerState = (typeof breakerStates)[number]

/** In these states it blocks some or all steps. */
export const blockingStates = ['open', 'half_open', 'forced_open'] as const satisfies readonly BreakerState[]

const byHand = ['forced_open', 'disabled', 'metrics_only'] as const
export const transitions: Transitions<BreakerState> = {
  closed: ['open', ...byHand],
  open: ['half_open', 'closed', ...byHand],
  half_open: ['closed', 'open', ...byHand],
  forced_open: ['half_open', 'closed', 'disabled', 'metrics_only'],
  disabled: ['closed', 'forced_open', 'metrics_only'],
  metrics_only: ['closed', 'forced_open', 'disabled'],
}

export type ProbeResult = 'success' | 'failure' | 'slow'
export interface Probe {
  permit: string
  leaseUntil: number
  result: ProbeResult | null
}

/** How to find a call again that failed or was slow. */
export interface CallFacts {
  runId: string | null
  tool: string | null
  traceId: string | null
  spanId: string | null
  error: string | null
}
/** A call that counted against the breaker. */
export interface BadCall extends CallFacts {
  permit: string
  result: 'failure' | 'slow'
  durationMs: number | null
  at: number
}
/** A breaker as it is stored. Times are milliseconds of the database's clock. */
export interface Breaker {
  state: BreakerState
  /** Counts the changes of state. An outcome of a permit from an earlier state is stored and does not count. */
  epoch: number
  since: number
  openUntil: number | null
  /** How often it has opened without closing in between. */
  openings: number
  /** Failures since the last success, by key. */
  streak: Record<string, number>
  /** Keys that have reported, with the time of the last report. */
  reporters: Record<string, number>
  window: CallWindow
  /** The newest calls that failed or were slow since the last change of state. Missing in what was stored earlier. */
  badCalls?: BadCall[]
  probes: Probe[]
  /** With metrics only: the limits that were reported. */
  told: string[]
  reason: string | null
}

export const newBreaker = (state: 'closed' | 'open' | 'metrics_only' = 'closed', now = 0): Breaker => ({
  state,
  epoch: 1,
  since: now,
  openUntil: state === 'open' ? now : null,
  openings: state === 'open' ? 1 : 0,
  streak: {},
  reporters: {},
  window: emptyWindow,
  probes: [],
  told: [],
  reason: null,
})

/** One change of state, with what was known when it was made. */
export interface Step {
  from: BreakerState
  to: BreakerState
  epoch: number
  rule: string
  message: string
  /** The calls that decided it. */
  calls?: BadCall[]
}

export interface Moved {
  breaker: Breaker
  steps: Step[]
}

/** Changes the state: the count of changes goes up, and what was counted in the old state is dropped. */
export function become(before: Breaker, to: BreakerState, now: number, why: { rule: string; message: string }): Moved {
  if (!mayBecome(transitions, before.state, to)) throw new Error(`a breaker cannot go from ${before.state} to ${to}`)
  const fresh = newBreaker('closed', now)
  const keeps = to === 'half_open' || to === 'open'
  const breaker: Breaker = {
    ...fresh,
    state: to,
    epoch: before.epoch + 1,
    openings: keeps ? before.openings : 0,
    reporters: before.reporters,
    reason: why.message,
  }
  const { badCalls = [] } = before
  const calls = to === 'open' && badCalls.length > 0 ? { calls: badCalls } : {}
  return { breaker, steps: [{ from: before.state, to, epoch: breaker.epoch, ...why, ...calls }] }
}

/** Opens it for its time, or until a moment that the failing service named. */
export function open(
  before: Breaker,
  settings: BreakerSettings,
  now: number,
  why: { rule: string; message: string },
  until: number | null = null,
): Moved {
  const { breaker, steps } = become(before, 'open', now, why)
  const openings = before.openings + 1
  return { breaker: { ...breaker, openings, openUntil: until ?? now + openMs(settings, openings) }, steps }
}

export type Admission = Moved & { allowed: boolean; probe: boolean; retryAt: number | null }

/**
 * Whether a call may go on. An open breaker becomes half-open here, with the first call after its time, and never by
 * itself.
 */
export function admit(before: Breaker, settings: BreakerSettings, now: number, permit: string): Admission {
  const kept = { breaker: before, steps: [], probe: false, retryAt: null }
  switch (before.state) {
    case 'closed':
    case 'disabled':
    case 'metrics_only':
      return { ...kept, allowed: true }
    case 'forced_open':
      return { ...kept, allowed: false }
    case 'open': {
      if (before.openUntil === null || now <= before.openUntil)
        return { ...kept, allowed: false, retryAt: before.openUntil }
      const half = become(before, 'half_open', now, {
        rule: 'open-time-over',
        message: 'The waiting time is over: it probes.',
      })
      const probed = probe(half.breaker, settings, now, permit)
      return { ...probed, steps: [...half.steps, ...probed.steps] }
    }
    case 'half_open':
      return probe(before, settings, now, permit)
  }
}

function probe(before: Breaker, settings: BreakerSettings, now: number, permit: string): Admission {
  const { halfOpenSeconds } = settings
  if (halfOpenSeconds !== null && now > before.since + halfOpenSeconds * 1000) {
    const moved = open(before, settings, now, {
      rule: 'half-open-too-long',
      message: 'The probes gave no result in time.',
    })
    return { ...moved, allowed: false, probe: false, retryAt: moved.breaker.openUntil }
  }
  const probes = before.probes.filter(({ result, leaseUntil }) => result !== null || leaseUntil > now)
  if (probes.length >= settings.halfOpenPermits) {
    const leases = probes.flatMap(({ result, leaseUntil }) => (result === null ? [leaseUntil] : []))
    const retryAt = leases.length > 0 ? Math.min(...leases) : null
    return { breaker: { ...before, probes }, steps: [], allowed: false, probe: false, retryAt }
  }
  const taken = { permit, leaseUntil: now + settings.probeSeconds * 1000, result: null }
  return { breaker: { ...before, probes: [...probes, taken] }, steps: [], allowed: true, probe: true, retryAt: null }
}

/** What a person can order. */
export type Ordered = 'forced_open' | 'disabled' | 'metrics_only' | 'closed' | 'half_open'

/** Whether the order is possible: only an open breaker can probe. */
export const mayOrder = (before: Breaker, to: Ordered): boolean =>
  before.state === to || mayBecome(transitions, before.state, to) || to === 'closed'

/**
 * Carries out an order. If the breaker is in that state already, it stays as it is. Throws if the order is not
 * possible.
 */
export function order(before: Breaker, to: Ordered, now: number, reason: string): Moved {
  if (before.state === to && to !== 'closed') return { breaker: before, steps: [] }
  // A reset of a closed breaker clears what it has counted.
  if (before.state === 'closed' && to === 'closed') {
    const breaker = { ...newBreaker('closed', before.since), epoch: before.epoch + 1, reason }
    return { breaker, steps: [{ from: to, to, epoch: breaker.epoch, rule: 'by-hand', message: reason }] }
  }
  return become(before, to, now, { rule: 'by-hand', message: reason })
}
