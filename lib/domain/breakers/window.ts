import type { WindowSettings } from './settings.ts'

/** Calls of one key: all of them, the failed ones, the slow ones. */
export interface Tally {
  calls: number
  failures: number
  slow: number
}

export interface Call {
  key: string
  failed: boolean
  slow: boolean
  at: number
}

/** A time window has this many buckets; the oldest one is dropped as a whole. */
const buckets = 10
const manyKeys = 32
/** Keys after the first 32 count as one. */
const others = 'others'

/**
 * The calls that count, oldest first. In a window of calls a bucket is one call; in a window of time it is a tenth of
 * it.
 */
export interface CallWindow {
  buckets: { at: number; keys: Record<string, Tally> }[]
}

export const emptyWindow: CallWindow = { buckets: [] }
const nobody: Tally = { calls: 0, failures: 0, slow: 0 }

const add = (a: Tally, b: Tally): Tally => ({
  calls: a.calls + b.calls,
  failures: a.failures + b.failures,
  slow: a.slow + b.slow,
})

const bucketMs = ({ size }: WindowSettings) => (size * 1000) / buckets
const bucketOf = (settings: WindowSettings, at: number) => Math.floor(at / bucketMs(settings))

/** What still counts at this time. After a jump of the clock that may be nothing. */
export function currentWindow(window: CallWindow, settings: WindowSettings, now: number): CallWindow {
  if (settings.kind === 'count') return { buckets: window.buckets.slice(-settings.size) }
  const oldest = bucketOf(settings, now) - buckets + 1
  return { buckets: window.buckets.filter(({ at }) => at >= oldest) }
}

/** The window with one more call. If the clock jumps back, the call counts in the newest bucket. */
export function withCall(window: CallWindow, settings: WindowSettings, call: Call): CallWindow {
  const one: Tally = { calls: 1, failures: call.failed ? 1 : 0, slow: call.slow ? 1 : 0 }
  const { buckets: before } = currentWindow(window, settings, call.at)
  const last = before.at(-1)
  if (settings.kind === 'count') {
    const next = { at: call.at, keys: { [keyIn(window, call.key)]: one } }
    return { buckets: [...before, next].slice(-settings.size) }
  }
  const at = Math.max(bucketOf(settings, call.at), last?.at ?? 0)
  const key = keyIn(window, call.key)
  if (last?.at !== at) return { buckets: [...before, { at, keys: { [key]: one } }] }
  const keys = { ...last.keys, [key]: add(last.keys[key] ?? nobody, one) }
  return { buckets: [...before.slice(0, -1), { at, keys }] }
}

function keyIn(window: CallWindow, key: string): string {
  const known = talliesOf(window)
  return known.has(key) || known.size < manyKeys ? key : others
}

/** Calls by key. */
function talliesOf(window: CallWindow): Map<string, Tally> {
  const sums = new Map<string, Tally>()
  for (const bucket of window.buckets)
    for (const [key, tally] of Object.entries(bucket.keys)) sums.set(key, add(sums.get(key) ?? nobody, tally))
  return sums
}

interface Excess {
  rule: 'failures' | 'failure-rate' | 'slow-rate'
  threshold: number
  measured: number
  calls: number
}

/** How close the window is to each of its limits. Below the minimum of calls no limit is reached. */
export function levels(window: CallWindow, settings: WindowSettings, keyShare: number): Excess[] {
  const tallies = [...talliesOf(window).values()]
  const calls = tallies.reduce((sum, tally) => sum + tally.calls, 0)
  const level = (rule: Excess['rule'], of: 'failures' | 'slow', threshold: number | null, share: boolean): Excess[] => {
    if (threshold === null) return []
    const counts = tallies.map(tally => tally[of])
    const most = share ? threshold * calls : threshold
    const weighed = capped(counts, most, keyShare)
    return [{ rule, threshold, measured: share ? (calls === 0 ? 0 : weighed / calls) : weighed, calls }]
  }
  return [
    ...level('failures', 'failures', settings.failures, false),
    ...level('failure-rate', 'failures', settings.failureRate, true),
    ...level('slow-rate', 'slow', settings.slowRate, true),
  ]
}

/** Which limits are reached; exactly at the limit counts as reached. */
export const excesses = (window: CallWindow, settings: WindowSettings, keyShare: number): Excess[] =>
  levels(window, settings, keyShare).filter(
    ({ measured, threshold, calls }) => calls >= settings.minimumCalls && measured > 0 && measured >= threshold,
  )

/** Failures of all keys. If several keys report, those of one key count for at most its share of the limit. */
export function capped(failures: readonly number[], needed: number, keyShare: number): number {
  const most = failures.length > 1 ? needed * keyShare : Number.POSITIVE_INFINITY
  return failures.reduce((sum, count) => sum + Math.min(count, most), 0)
}
