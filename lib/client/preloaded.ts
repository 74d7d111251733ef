'use client'

import { type ComponentType, useEffect, useSyncExternalStore } from 'react'

/** A component in a chunk of its own. */
export interface Chunk<P> {
  current: () => ComponentType<P> | null
  load: () => void
  subscribe: (listener: () => void) => () => void
}

export function chunkOf<P>(load: () => Promise<ComponentType<P>>): Chunk<P> {
  let component: ComponentType<P> | null = null
  let loading = false
  const listeners = new Set<() => void>()
  const begin = async () => {
    loading = true
    try {
      component = await load()
      for (const listener of listeners) listener()
    } catch {
      // Asked for again when it is needed.
    } finally {
      loading = false
    }
  }
  return {
    current: () => component,
    load: () => {
      if (!component && !loading) void begin()
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Does the work when the page has nothing else to do; browsers without the call wait a moment. */
function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(work)
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(work, 500)
  return () => clearTimeout(timer)
}

/**
 * The component of a chunk, fetched as soon as the page is at rest, or at once where it is needed. From then on it is
 * drawn in the same step as the key that asks for it. Null until it is there.
 */
export function usePreloaded<P>(chunk: Chunk<P>, needed: boolean): ComponentType<P> | null {
  useEffect(() => {
    if (needed) return chunk.load()
    return whenIdle(chunk.load)
  }, [chunk, needed])
  return useSyncExternalStore(chunk.subscribe, chunk.current, () => null)
}
