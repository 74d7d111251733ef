'use client'

import { useSyncExternalStore } from 'react'

/** One timer per interval for the whole page, however many countdowns it shows. */
function ticker(everyMs: number) {
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  const tick = () => {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      now = Date.now()
      timer ??= setInterval(tick, everyMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read: () => now,
  }
}

const seconds = ticker(1_000)
const halfMinutes = ticker(30_000)

/** Milliseconds since the epoch, renewed every second (or half minute); 0 while rendering on the server. */
export function useNow(pace: 'second' | 'half-minute' = 'second'): number {
  const source = pace === 'second' ? seconds : halfMinutes
  return useSyncExternalStore(source.subscribe, source.read, () => 0)
}
