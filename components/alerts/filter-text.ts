type Filter = Record<string, string | null | (string | null)[]>

const nobody = '(none)'

/** Writes a filter, which a form holds as JSON, the way people do. */
export function filterText(json: string): string {
  if (json.trim() === '') return ''
  const filter = JSON.parse(json) as Filter
  return Object.entries(filter)
    .map(
      ([name, wanted]) =>
        `${name}: ${[wanted]
          .flat()
          .map(value => value ?? nobody)
          .join(' or ')}`,
    )
    .join(', ')
}

/** Parses a written filter; null if it is not one. */
export function parseFilter(text: string): Filter | null {
  const parts = text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
  const filter: Filter = {}
  for (const part of parts) {
    const [, name, wanted] = /^(\w+)\s*:\s*(.+)$/.exec(part) ?? []
    if (!name || !wanted) return null
    const values = wanted.split(/\s+or\s+/).map(value => (value.trim() === nobody ? null : value.trim()))
    filter[name] = values.length === 1 ? (values[0] ?? null) : values
  }
  return filter
}
