import { setTimeout } from 'node:timers/promises'
import { StartError } from '#lib/platform/start-error.ts'

/** A temporary failure: a server that starts, recovers or ends, or children of a killed one that still run. */
export class Passing extends StartError {}

/**
 * Tries until it succeeds, while it fails in ways that pass (or `whatever` way), for `forMs` at most; then throws the
 * last failure. Null when `until` says meanwhile that nobody wants it any more.
 */
export function retrying<T>(attempt: () => Promise<T>, how?: { forMs?: number; whatever?: boolean }): Promise<T>
export function retrying<T>(attempt: () => Promise<T>, how: Retry & { until: () => boolean }): Promise<T | null>
export async function retrying<T>(attempt: () => Promise<T>, how: Retry = {}): Promise<T | null> {
  const { forMs = 60_000, whatever = false, until = () => false } = how
  const deadline = performance.now() + forMs
  while (!until()) {
    try {
      return await attempt()
    } catch (error) {
      const passes = whatever || error instanceof Passing
      if (!passes || performance.now() > deadline) throw error
      await setTimeout(100)
    }
  }
  return null
}

interface Retry {
  /** Milliseconds. */
  forMs?: number
  whatever?: boolean
  until?: () => boolean
}
