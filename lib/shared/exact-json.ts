/** Levels of nesting at most: a person has to read them. */
const maxDepth = 32

interface Inexact {
  /** Names and positions from the top, joined by dots; empty for the value itself. */
  path: string
  message: string
}

/** The first part of a JSON value that could be read in two ways, so that a digest of it would bind nothing. Pure. */
export function findInexact(value: unknown, path: readonly (string | number)[] = []): Inexact | null {
  const at = path.join('.')
  if (path.length > maxDepth) return { path: at, message: `Nested deeper than ${maxDepth} levels.` }
  if (typeof value === 'number') {
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
    return exact ? null : { path: at, message: 'Numbers beyond 2^53-1 are not exact in JSON; send them as strings.' }
  }
  if (typeof value === 'string')
    return value.isWellFormed() ? null : { path: at, message: 'The text contains half of a surrogate pair.' }
  if (typeof value !== 'object' || value === null) return null
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [key, item] of entries) {
    if (typeof key === 'string' && !key.isWellFormed())
      return { path: at, message: 'A name contains half of a surrogate pair.' }
    const fault = findInexact(item, [...path, key])
    if (fault) return fault
  }
  return null
}
