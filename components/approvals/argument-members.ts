/** One argument as it is shown: its lines of JSON, and what stands there instead while it is folded. */
export interface Member {
  name: string
  /** Indented, without a comma. */
  text: string
  lines: number
  /** `[ 40 items ]`; null where it is short enough to stand open. */
  folded: string | null
}

/** The most lines of an array or object that is shown open. */
const mostOpenLines = 8
/** Characters of a text beyond which it is read after the short values. */
const longText = 200

/** Arguments in the order in which they are read: short values, short lists, long texts, then what is folded. */
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
