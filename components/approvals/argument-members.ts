/** One argument as it is shown: its lines of JSON, and the text that replaces them while it is folded. */
export interface Member {
  name: string
  /** Indented, without a comma. */
  text: string
  lines: number
  /** Such as `[ 40 items ]`; null: it is short enough to be shown open. */
  folded: string | null
}

/** An array or object with more lines is folded. */
const mostOpenLines = 8
/** A text with more characters comes after the short values. */
const longText = 200

/** Arguments in the order in which they are shown: short values, short lists, long texts, then folded ones. */
export function membersOf(args: Record<string, unknown>): Member[] {
  const ranked: Member[][] = [[], [], [], []]
  for (const [name, value] of Object.entries(args)) {
    const member = memberOf(name, value)
    ranked[rankOf(member, value)]?.push(member)
  }
  return ranked.flat()
}

function memberOf(name: string, value: unknown): Member {
  const text = `${JSON.stringify(name)}: ${JSON.stringify(value, null, 2)}`.replaceAll('\n', '\n  ')
  const lines = text.split('\n').length
  return { name, text: `  ${text}`, lines, folded: lines > mostOpenLines ? foldedText(value) : null }
}

function foldedText(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.length} items ]`
  return `{ ${Object.keys(Object(value)).length} keys }`
}

function rankOf({ folded }: Member, value: unknown): number {
  if (folded !== null) return 3
  if (typeof value === 'string') return value.length > longText ? 2 : 0
  return typeof value === 'object' && value !== null ? 1 : 0
}

/** All of them as one JSON text, in the same order. */
export function argumentsText(args: Record<string, unknown>): string {
  const members = membersOf(args)
  return members.length === 0 ? '{}' : `{\n${members.map(member => member.text).join(',\n')}\n}`
}
