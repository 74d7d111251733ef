import { mayBecome, type Transitions } from '#lib/shared/state-machine.ts'
import { type BreakerSettings, openMs } from './settings.ts'
import { type CallWindow, capped, currentWindow, emptyWindow, excesses, levels, withCall } from './window.ts'

export const breakerStates = ['closed', 'open', 'half_open', 'forced_open', 'disabled', 'metrics_only'] as const
export type BreakerState = (typeof breakerStates)[number]

/** In these it refuses some or all steps. */
export const refusingStates = ['open', 'half_open', 'forced_open'] as const satisfies readonly BreakerState[]

const byHand = ['forced_open', 'disabled', 'metrics_only'] as const
export const transitions: Transitions<BreakerState> = {
  closed: ['open', ...byHand],
  open: ['half_open', 'closed', ...byHand],
  half_open: ['closed', 'open', ...byHand],
  forced_open: ['closed', 'disabled', 'metrics_only'],
  disabled: ['closed', 'forced_open', 'metrics_only'],
  metrics_only: ['closed', 'forced_open', 'disabled'],
}

export type ProbeResult = 'success' | 'failure' | 'slow'
export interface Probe {
  permit: string
  leaseUntil: number
  result: ProbeResult | null
}

/** What is told of a call that failed or was slow, so that whoever looks finds it again. */
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
/** So many of the newest are kept. */
const badCallsKept = 20

/** A breaker as it is stored. Times in milliseconds of the database's clock. */
export interface Breaker {
  state: BreakerState
  /** Counts the changes of state: an outcome of a permit of an earlier one is stored and does not count. */
  epoch: number
  since: number
  openUntil: number | null
  /** Openings in a row, without a closing between them. */
  openings: number
  /** Failures since the last success, by key. */
  streak: Record<string, number>
  /** Keys that have reported, and when last. */
  reporters: Record<string, number>
  window: CallWindow
  /** The newest calls that failed or were slow since its last change of state. Absent in what was stored earlier. */
  badCalls?: BadCall[]
  probes: Probe[]
  /** With metrics only: the limits that were told of. */
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

/** The state changes, its count of changes goes up, and what was counted in the old one is left behind. */
export function become(before: Breaker, to: BreakerState, now: number, why: { rule: string; message: string }): Moved {
  if (!mayBecome(transitions, before.state, to))
    throw new Error(`a breaker that is ${before.state} does not become ${to}`)
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

/** Opens it for its time, or until an instant that the failing service named. */
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

/** Whether a call may go on. An open breaker becomes half-open here, with the first call after its time, never by itself. */
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
      const half = become(before, 'half_open', now, { rule: 'open-time-over', message: 'Its time is over: it probes.' })
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
    const moved = open(before, settings, now, { rule: 'half-open-too-long', message: 'No verdict in time.' })
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

/** What became of a permitted call. `ignored`: it says nothing of the agent's health, and gives a probe's place back. */
export interface Outcome {
  permit: string
  epoch: number
  key: string
  result: 'success' | 'failure' | 'ignored'
  durationMs: number | null
  /** When the service that failed wants to be asked again. */
  retryAt?: number | null
  facts?: CallFacts
}

export type Reported = Moved & { counted: boolean }

/** Counts an outcome, and opens or closes the breaker where it decides that. */
export function report(before: Breaker, settings: BreakerSettings, now: number, outcome: Outcome): Reported {
  const ignored = { breaker: before, steps: [], counted: false }
  if (outcome.epoch !== before.epoch) return ignored
  if (before.state === 'half_open') return settleProbe(before, settings, now, outcome)
  if (outcome.result === 'ignored' || (before.state !== 'closed' && before.state !== 'metrics_only')) return ignored
  const counted = count(before, settings, now, outcome)
  const found = reached(counted, settings, now)
  if (found.length === 0) return { breaker: counted, steps: [], counted: true }
  if (before.state === 'closed') {
    const [first] = found
    if (first) return { ...open(counted, settings, now, first, outcome.retryAt), counted: true }
  }
  const news = found.filter(({ rule }) => !before.told.includes(rule))
  const steps = news.map(why => ({ from: before.state, to: before.state, epoch: before.epoch, ...why }))
  return { breaker: { ...counted, told: [...before.told, ...news.map(({ rule }) => rule)] }, steps, counted: true }
}

const isSlow = (settings: BreakerSettings, durationMs: number | null) =>
  durationMs !== null && typeof settings.window?.slowMs === 'number' && durationMs > settings.window.slowMs

/** Keys that have reported within this time are several. */
const reportersMs = 300_000

function count(before: Breaker, settings: BreakerSettings, now: number, outcome: Outcome): Breaker {
  const { key, result, durationMs } = outcome
  const failed = result === 'failure'
  const recent = Object.entries({ ...before.reporters, [key]: now }).filter(([, at]) => at > now - reportersMs)
  const call = { key, failed, slow: isSlow(settings, durationMs), at: now }
  // Without a window a success begins anew: what failed before it has no part in what comes.
  const kept = failed || settings.window ? before : { ...before, badCalls: [] }
  return {
    ...(failed || call.slow ? withBadCall(kept, outcome, now) : kept),
    reporters: Object.fromEntries(recent.sort(([, a], [, b]) => b - a).slice(0, 32)),
    streak: failed ? { ...before.streak, [key]: (before.streak[key] ?? 0) + 1 } : {},
    window: settings.window ? withCall(before.window, settings.window, call) : emptyWindow,
  }
}

const noFacts: CallFacts = { runId: null, tool: null, traceId: null, spanId: null, error: null }

function withBadCall(before: Breaker, { permit, result, durationMs, facts = noFacts }: Outcome, at: number): Breaker {
  const call: BadCall = { permit, result: result === 'failure' ? 'failure' : 'slow', durationMs, at, ...facts }
  return { ...before, badCalls: [...(before.badCalls ?? []), call].slice(-badCallsKept) }
}

function reached(breaker: Breaker, settings: BreakerSettings, now: number): { rule: string; message: string }[] {
  const found: { rule: string; message: string }[] = []
  const needed = settings.consecutiveFailures
  if (needed !== null) {
    const failures = inARow(breaker, needed, settings.keyShare)
    if (failures >= needed) found.push({ rule: 'consecutive-failures', message: `${needed} failures in a row.` })
  }
  if (settings.window)
    for (const { rule, threshold, measured, calls } of excesses(
      currentWindow(breaker.window, settings.window, now),
      settings.window,
      settings.keyShare,
    ))
      found.push({ rule, message: `${rule} of ${measured} reached ${threshold} in ${calls} calls.` })
  return found
}

function inARow({ reporters, streak }: Breaker, needed: number, keyShare: number): number {
  // A key that reports and does not fail counts too: it is what tells one bad key from a bad agent.
  const keys = new Set([...Object.keys(reporters), ...Object.keys(streak)])
  return capped(
    [...keys].map(key => streak[key] ?? 0),
    needed,
    keyShare,
  )
}

/** How far a breaker that counts is towards each limit that would open it. */
export function towardsOpening(breaker: Breaker, settings: BreakerSettings, now: number) {
  const { consecutiveFailures: needed, window, keyShare } = settings
  const row =
    needed === null
      ? []
      : [
          {
            rule: 'consecutive-failures' as const,
            measured: inARow(breaker, needed, keyShare),
            threshold: needed,
            calls: null,
          },
        ]
  const counted = window ? levels(currentWindow(breaker.window, window, now), window, keyShare) : []
  return [...row, ...counted]
}

/** A probe's outcome. The verdict is there when as many as may probe have reported. */
function settleProbe(before: Breaker, settings: BreakerSettings, now: number, outcome: Outcome): Reported {
  const mine = before.probes.find(({ permit, result }) => permit === outcome.permit && result === null)
  if (!mine) return { breaker: before, steps: [], counted: false }
  const rest = before.probes.filter(each => each !== mine)
  if (outcome.result === 'ignored') return { breaker: { ...before, probes: rest }, steps: [], counted: false }
  const slow = isSlow(settings, outcome.durationMs)
  const result: ProbeResult = outcome.result === 'failure' ? 'failure' : slow ? 'slow' : 'success'
  const probes = [...rest, { ...mine, result }]
  const breaker = { ...(result === 'success' ? before : withBadCall(before, outcome, now)), probes }
  const results = probes.flatMap(each => each.result ?? [])
  if (results.length < settings.halfOpenPermits) return { breaker, steps: [], counted: true }
  const share = (of: ProbeResult) => results.filter(each => each === of).length / results.length
  const failed = share('failure') > 0 && share('failure') >= (settings.window?.failureRate ?? 0)
  const tooSlow = share('slow') > 0 && share('slow') >= (settings.window?.slowRate ?? Number.POSITIVE_INFINITY)
  if (failed || tooSlow)
    return {
      ...open(breaker, settings, now, { rule: 'probe-failed', message: 'A probe failed.' }, outcome.retryAt),
      counted: true,
    }
  return {
    ...become(breaker, 'closed', now, { rule: 'probes-succeeded', message: 'The probes succeeded.' }),
    counted: true,
  }
}

/** What a person orders. Asked for what it is already, it stays as it is. */
export function order(
  before: Breaker,
  to: 'forced_open' | 'disabled' | 'metrics_only' | 'closed',
  now: number,
  reason: string,
): Moved {
  if (before.state === to && to !== 'closed') return { breaker: before, steps: [] }
  // A reset of a closed breaker clears what it has counted.
  if (before.state === 'closed' && to === 'closed') {
    const breaker = { ...newBreaker('closed', before.since), epoch: before.epoch + 1, reason }
    return { breaker, steps: [{ from: to, to, epoch: breaker.epoch, rule: 'by-hand', message: reason }] }
  }
  return become(before, to, now, { rule: 'by-hand', message: reason })
}
