import type { Clock } from '#lib/platform/context.ts'

/** A clock that only a test moves. */
export interface FakeClock extends Clock {
  set(now: Date): void
  advance(seconds: number): void
}

export function fakeClock(start = new Date('2026-01-05T12:00:00Z')): FakeClock {
  let now = start
  return {
    now: async () => now,
    set(next) {
      now = next
    },
    advance(seconds) {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}
