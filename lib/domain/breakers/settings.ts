/** What a breaker watches, and how it behaves when it is open. Every figure can be configured. */
export interface BreakerSettings {
  /** How many failures in a row open it. Null: failures in a row do not count. */
  consecutiveFailures: number | null
  window: WindowSettings | null
  openSeconds: number
  halfOpenPermits: number
  /** A probe without an outcome gives its place back after this time. */
  probeSeconds: number
  /** After this time half-open without a verdict it opens again. Null: it waits. */
  halfOpenSeconds: number | null
  backoff: { factor: number; maxSeconds: number } | null
  /** If several keys report, the failures of one count for at most this share of the limit. */
  keyShare: number
}

export interface WindowSettings {
  kind: 'count' | 'time'
  /** Calls, or seconds. */
  size: number
  minimumCalls: number
  failures: number | null
  failureRate: number | null
  slowRate: number | null
  slowMs: number | null
}

export const defaultBreaker: BreakerSettings = {
  consecutiveFailures: 5,
  window: null,
  openSeconds: 300,
  halfOpenPermits: 1,
  probeSeconds: 60,
  halfOpenSeconds: null,
  backoff: null,
  keyShare: 0.5,
}

/** How long the breaker stays open: longer for each opening in a row, up to a maximum. */
export function openMs({ openSeconds, backoff }: BreakerSettings, openings: number): number {
  if (!backoff) return openSeconds * 1000
  const grown = openSeconds * backoff.factor ** Math.max(0, openings - 1)
  return Math.round(Math.min(grown, Math.max(backoff.maxSeconds, openSeconds)) * 1000)
}
