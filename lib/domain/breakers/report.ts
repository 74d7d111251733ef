import { type BadCall, type Breaker, become, type CallFacts, type Moved, open, type ProbeResult } from './rules.ts'
import type { BreakerSettings } from './settings.ts'
import { capped, currentWindow, emptyWindow, excesses, levels, withCall } from './window.ts'

/** How many of the newest calls are kept. */
const badCallsKept = 20

/**
 * The outcome of a permitted call. `ignored`: it says nothing about the agent's health, and gives the place of a probe
 * back.
 */
export interface Outcome {
  permit: string
  epoch: number
  key: string
  result: 'success' | 'failure' | 'ignored'
  durationMs: number | null
  /** When the failing service wants to be asked again. */
  retryAt?: number | null
  facts?: CallFacts
}

export type Reported = Moved & { counted: boolean }

/** Counts an outcome, and opens or closes the breaker if that decides it. */
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

/** If more than one key has reported within this time, the failures of one key count for only a part. */
const reportersMs = 300_000

function count(before: Breaker, settings: BreakerSettings, now: number, outcome: Outcome): Breaker {
  const { key, result, durationMs } = outcome
  const failed = result === 'failure'
  const recent = Object.entries({ ...before.reporters, [key]: now }).filter(([, at]) => at > now - reportersMs)
  const call = { key, failed, slow: isSlow(settings, durationMs), at: now }
  // Without a window a success starts the count again: earlier failures no longer count.
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
  // A key that reports without failures counts too: it shows that one key is bad, and not the agent.
  const keys = new Set([...Object.keys(reporters), ...Object.keys(streak)])
  return capped(
    [...keys].map(key => streak[key] ?? 0),
    needed,
    keyShare,
  )
}

/** How close a breaker is to each limit that would open it. */
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

/** The outcome of a probe. The breaker decides when as many probes have reported as may run at once. */
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
