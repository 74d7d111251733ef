/** Remembers answers for a moment; concurrent askers share one lookup, failures are forgotten at once. */
export interface ShortCache<V> {
  get(key: string, load: () => Promise<V>): Promise<V>
  delete(key: string): void
  clear(): void
}

interface Entry<V> {
  value: Promise<V>
  /** When it is looked up again while it still answers; never during a lookup. */
  stale: number
  until: number
}

/**
 * `ttlMs` counts from the start of the lookup; at `max` entries the oldest goes. Halfway through its time an answer that is
 * still asked for is looked up anew while it goes on answering: on a busy path nobody waits for a lookup but the first.
 */
export function shortCache<V>(ttlMs: number, max = 10_000, now: () => number = () => performance.now()): ShortCache<V> {
  const entries = new Map<string, Entry<V>>()
  const lookUp = (load: () => Promise<V>): Entry<V> => {
    const began = now()
    const entry = { value: load(), stale: Number.POSITIVE_INFINITY, until: began + ttlMs }
    entry.value.then(
      () => {
        entry.stale = began + ttlMs / 2
      },
      () => {},
    )
    return entry
  }
  const keep = (key: string, entry: Entry<V>) => {
    entries.delete(key)
    entries.set(key, entry)
  }
  const renew = (key: string, old: Entry<V>, load: () => Promise<V>) => {
    old.stale = Number.POSITIVE_INFINITY
    const entry = lookUp(load)
    entry.value.then(
      // What was forgotten in the meantime, or has come to its end and was looked up again, was read before the change.
      () => entries.get(key) === old && keep(key, entry),
      () => {
        old.stale = now() + ttlMs / 10
      },
    )
  }
  return {
    get(key, load) {
      const hit = entries.get(key)
      const time = now()
      if (hit && hit.until > time) {
        if (hit.stale <= time) renew(key, hit, load)
        return hit.value
      }
      const entry = lookUp(load)
      keep(key, entry)
      entry.value.catch(() => entries.get(key) === entry && entries.delete(key))
      const oldest = entries.size > max ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      return entry.value
    },
    delete: key => void entries.delete(key),
    clear: () => entries.clear(),
  }
}
