import { canonicalJson } from '#lib/shared/canonical-json.ts'

type Fields = Record<string, unknown>

/** The fields that differ, as they were and as they are; null where none does. */
export function differences(before: Fields, after: Fields): { before: Fields; after: Fields } | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter(name => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null))
  if (changed.length === 0) return null
  const of = (fields: Fields) => Object.fromEntries(changed.map(name => [name, fields[name] ?? null]))
  return { before: of(before), after: of(after) }
}
