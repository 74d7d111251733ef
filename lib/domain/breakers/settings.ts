/** What a breaker watches, and how it behaves when it opened. Every figure is configuration; these are the defaults. */
export interface BreakerSettings {
  /** So many failures in a row open it; null: it does not count them. */
  consecutiveFailures: number | null
  window: WindowSettings | null
  openSeconds: number
  halfOpenPermits: number
  /** A probe that brings no outcome for so long gives its place back. */
  probeSeconds: number
  /** Half-open for so long without a verdict opens it again; null: it waits. */
  halfOpenSeconds: number | null
  backoff: { factor: number; maxSeconds: number } | null
  /** Where several keys report, the failures of one count for at most this share of what opens the breaker. */
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

/** How long the breaker stays open: longer with every opening in a row, up to a maximum. */
export function openMs({ openSeconds, backoff }: BreakerSettings, openings: number): number {
  if (!backoff) return openSeconds * 1000
  const grown = openSeconds * backoff.factor ** Math.max(0, openings - 1)
  return Math.round(Math.min(grown, Math.max(backoff.maxSeconds, openSeconds)) * 1000)
}
