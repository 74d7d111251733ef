/** A table that clients' words look things up in: a plain object would answer to `constructor` and `valueOf`. */
export function lookup<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries))
}
