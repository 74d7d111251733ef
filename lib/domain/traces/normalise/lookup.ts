/** A table for lookups with words from clients; a plain object would also have `constructor` and `valueOf`. */
export function lookup<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries))
}

/**
 * What a word of clients means, worked out once for each: they send the same few hundred for ever. Words are the sender's to choose, so
 * that there are `most` at once: without a bound they would fill the memory.
 */
export function remembered<T>(most: number, read: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return word => {
    const found = known.get(word)
    if (found !== undefined) return found
    const meaning = read(word)
    if (known.size >= most) known.clear()
    known.set(word, meaning)
    return meaning
  }
}
