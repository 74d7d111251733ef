import type { Subject } from './schemas.ts'

const longest = 300
/** A name or an id; beyond it a value is a text, which says less about what is acted on. */
const short = 40

/**
 * Arguments in one line for a list, cut where the row ends anyway. What names a thing stands first: the arguments come
 * sorted by name, which would put `cascade` before `resource`.
 */
export function summary(args: unknown): string {
  if (typeof args !== 'object' || args === null) return String(args)
  const parts: string[][] = [[], [], [], []]
  for (const [name, value] of Object.entries(args)) parts[rank(value)]?.push(part(name, value))
  let text = ''
  for (const next of parts.flat()) {
    if (text.length > longest) break
    text += text === '' ? next : ` · ${next}`
  }
  return text.slice(0, longest).toWellFormed()
}

/** Short texts, then numbers, then the other short ones, then what fills the line. */
function rank(value: unknown): number {
  if (typeof value === 'string') return value.length <= short ? 0 : 3
  if (typeof value === 'number') return 1
  return typeof value === 'object' && value !== null ? 3 : 2
}

function part(name: string, value: unknown): string {
  return typeof value === 'string' ? value.slice(0, longest + 1) : `${name}: ${JSON.stringify(value)}`
}

/** The same from the beginning of a subject's canonical text, whose arguments stand second; for what is too large to be read whole. */
export function summaryOfCut(subjectHead: string): string {
  const name = '"arguments":' satisfies `"${keyof Subject}":`
  return subjectHead
    .slice(subjectHead.indexOf(name) + name.length)
    .slice(0, longest)
    .toWellFormed()
}
