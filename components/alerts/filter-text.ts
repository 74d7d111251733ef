type Filter = Record<string, string | null | (string | null)[]>

const nobody = '(none)'

/** A filter, which a form holds as JSON, as a person writes it. */
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

/** What was written, as a filter; null where it is none. */
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
