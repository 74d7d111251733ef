import { canonicalJson } from '#lib/shared/canonical-json.ts'

interface Difference {
  path: string
  before: unknown
  after: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What differs, by the innermost fields; a list is one value. Two fields that were both never set do not differ. */
export function diffOf(before: unknown, after: unknown, path = ''): Difference[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  const inner = isObject(after) && (isObject(before) || before === null || before === undefined)
  if (!inner) return [{ path, before: before ?? null, after: after ?? null }]
  const old = isObject(before) ? before : {}
  const names = [...new Set([...Object.keys(old), ...Object.keys(after)])]
  return names.flatMap(name => diffOf(old[name], after[name], path === '' ? name : `${path}.${name}`))
}
