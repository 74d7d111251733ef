import { crc32 } from 'node:zlib'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'

/**
 * A mark is a number that stands for "a trace of this project, begun on this day, that says so": day × 2^32 + CRC-32 of what
 * it says. Traces are found by their marks in an index. Two sayings may share a number, so a mark only says where to look.
 */
export type Mark = number

const separator = '\x1f'

const wordOf = (parts: readonly string[]) => crc32(parts.join(separator))
const marksADay = 2 ** 32
const dayMicros = 86_400_000_000

/** The day of an instant in UTC, as a number; microseconds since the epoch. */
export const dayOf = (us: number): number => Math.floor(us / dayMicros)
export const markOf = (day: number, word: number): Mark => day * marksADay + word
/** How many days the marks of a trace move when its start is found to be on another day. */
export const shiftOf = (beforeUs: number, afterUs: number): number => (dayOf(afterUs) - dayOf(beforeUs)) * marksADay

type Facts = Pick<
  TraceSummary,
  'agent' | 'framework' | 'release' | 'environment' | 'userId' | 'status' | 'tags' | 'models' | 'tools'
>

/** What a trace says as a whole, by the name of its filter. */
const facts = {
  agent: trace => [trace.agent],
  framework: trace => [trace.framework],
  release: trace => [trace.release],
  environment: trace => [trace.environment],
  user: trace => [trace.userId],
  status: trace => [trace.status],
  tag: trace => trace.tags,
  model: trace => trace.models,
  tool: trace => trace.tools,
} as const satisfies Record<string, (trace: Facts) => readonly (string | null)[]>
export type Fact = keyof typeof facts

export const factWord = (projectId: string, fact: Fact, value: string): number => wordOf([projectId, fact, value])

/** Words for all that a trace says as a whole. */
export function factWords(projectId: string, trace: Facts): number[] {
  return Object.entries(facts).flatMap(([fact, read]) =>
    read(trace).flatMap(value => (value === null ? [] : factWord(projectId, fact as Fact, value))),
  )
}

/** Every span has the same keys, so their marks are cached, by project. */
const keyWords = new Map<string, Map<string, number>>()
const mostKeyWords = 10_000

function keyWord(projectId: string, key: string): number {
  let words = keyWords.get(projectId)
  if (!words || words.size >= mostKeyWords) {
    words = new Map()
    keyWords.set(projectId, words)
  }
  let word = words.get(key)
  if (word === undefined) {
    word = wordOf([projectId, 'key', key])
    words.set(key, word)
  }
  return word
}
const valueWord = (projectId: string, key: string, value: string) => wordOf([projectId, 'attribute', key, value])

/** What tells figures is found by the figures: nobody looks for the one trace with 1,234 tokens by its text. */
const figures = /^(gen_ai\.usage|llm\.token_count|llm\.usage|ai\.usage|llm\.cost|gen_ai\.cost)\b/
const space = 32

/** Only values of four words at most have marks, not sentences, because each mark takes some microseconds to store. */
function isLabel(value: string): boolean {
  if (value.length === 0 || value.length > 100) return false
  let spaces = 0
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) <= space && ++spaces > 3) return false
  return true
}
const hasValueWord = (key: string, value: string) => isLabel(value) && !figures.test(key)

/** Words for the attributes of a span: for each key, and for each value that somebody may ask for. */
export function attributeWords(projectId: string, attributes: Readonly<Record<string, unknown>>): number[] {
  const words: number[] = []
  for (const [key, value] of Object.entries(attributes)) {
    words.push(keyWord(projectId, key))
    const text = scalarText(value)
    if (text !== null && hasValueWord(key, text)) words.push(valueWord(projectId, key, text))
  }
  return words
}

/** The mark of a prompt by its name, or of one version of it, whichever attributes name it. */
export const promptWord = (projectId: string, prompt: string, version?: string): number =>
  wordOf(version === undefined ? [projectId, 'prompt', prompt] : [projectId, 'prompt', prompt, version])

/** Words for the prompt that a span names, if it does. */
export function promptWords(
  projectId: string,
  { promptName, promptVersion }: Pick<CanonicalSpan, 'promptName' | 'promptVersion'>,
): number[] {
  if (promptName === null) return []
  return [promptWord(projectId, promptName), promptWord(projectId, promptName, promptVersion ?? '')]
}

/** The mark of an attribute, `key` or `key:value`, by which a trace is found; null: such a value has none. */
export function attributeWord(projectId: string, attribute: string): number | null {
  const colon = attribute.indexOf(':')
  if (colon < 0) return keyWord(projectId, attribute)
  const [key, value] = [attribute.slice(0, colon), attribute.slice(colon + 1)]
  return hasValueWord(key, value) && !/^[[{]/.test(value) ? valueWord(projectId, key, value) : null
}

/** As PostgreSQL gives the text of a JSON scalar; null for lists, objects and null. */
function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return /^[[{]/.test(value) ? null : value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return null
  const text = JSON.stringify(value)
  return text.includes('e') ? decimal(text) : text
}

/** PostgreSQL writes no exponents. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? `${sign}${digits.padEnd(point, '0')}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
