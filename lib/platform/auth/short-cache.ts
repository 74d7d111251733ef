/** Remembers answers for a moment; concurrent askers share one lookup, failures are forgotten at once. */
export interface ShortCache<V> {
  get(key: string, load: () => Promise<V>): Promise<V>
  delete(key: string): void
  clear(): void
}

/** `ttlMs` counts from the start of the lookup; at `max` entries the oldest goes. */
export function shortCache<V>(ttlMs: number, max = 10_000, now: () => number = () => performance.now()): ShortCache<V> {
  const entries = new Map<string, { value: Promise<V>; until: number }>()
  return {
    get(key, load) {
      const hit = entries.get(key)
      if (hit && hit.until > now()) return hit.value
      const entry = { value: load(), until: now() + ttlMs }
      entries.delete(key)
      entries.set(key, entry)
      entry.value.catch(() => entries.get(key) === entry && entries.delete(key))
      const oldest = entries.size > max ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      return entry.value
    },
    delete: key => void entries.delete(key),
    clear: () => entries.clear(),
  }
}
