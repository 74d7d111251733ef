/** A place in a text that a check has something against; `to` is exclusive. UTF-16 positions. */
export interface Finding {
  /** What was found, never the text itself: it may be the very secret. */
  name: string
  from: number
  to: number
}

/** The text with each finding replaced by its name in brackets; overlapping findings become one. */
export function redact(text: string, findings: readonly Finding[]): string {
  const sorted = [...findings].sort((a, b) => a.from - b.from || b.to - a.to)
  let done = 0
  let result = ''
  for (const { name, from, to } of sorted) {
    if (to <= done) continue
    if (from >= done) result += `${text.slice(done, from)}[${name}]`
    done = to
  }
  return result + text.slice(done)
}

/** "2 × e-mail address, IBAN": the names in order of appearance, with how often. */
export function namesOf(findings: readonly Finding[]): string {
  const counts = new Map<string, number>()
  for (const { name } of findings) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ')
}
