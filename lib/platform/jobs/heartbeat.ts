import { once } from '#lib/platform/registry.ts'

/** A tick that has not run for this long hangs, and its work, such as expiry, does not happen. */
export const heartbeatSeconds = 60

const beats = () => once('worker.heartbeats', () => new Map<string, number>())

/** Says that a tick came round. Milliseconds on the process's monotonic clock. */
export function beat(tick: string, now: number = performance.now()): void {
  beats().set(tick, now)
}

/** When the worker stops: what is not there any more hangs no more. */
export const forgetBeats = (): void => beats().clear()

/** Whether all ticks of this process came round lately; null where it runs none. */
export function workerAlive(now: number = performance.now()): boolean | null {
  const all = [...beats().values()]
  return all.length === 0 ? null : all.every(at => now - at < heartbeatSeconds * 1000)
}
