import { once } from '#lib/platform/registry.ts'

/** A worker that has not come round for this long hangs: expiry and clean-up do not happen. */
export const heartbeatSeconds = 60

const beats = () => once('worker.heartbeat', () => ({ at: null as number | null }))

/** Milliseconds on the process's monotonic clock. */
export function beat(now: number = performance.now()): void {
  beats().at = now
}

/** Whether this process's worker came round lately; null where it runs none. */
export function workerAlive(now: number = performance.now()): boolean | null {
  const { at } = beats()
  return at === null ? null : now - at < heartbeatSeconds * 1000
}
