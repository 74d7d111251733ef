import { plural } from '#lib/shared/numbers.ts'
import type { Subject } from './schemas.ts'

const longest = 300
/** The most characters of one value. A longer value loses its middle. */
const longestValue = 40
/** The most characters for flags. The flags that do not fit are only counted. */
const longestFlags = 90
/** How many levels of objects are searched for flags. */
const deepest = 4

/** Names of arguments that usually hold the target, the most certain first. */
const targetNames = [
  /^(resource|target|object|entity)s?(_?(id|name|arn|uri))?$/i,
  /^(recipient|to|channel|audience|customer|user|account|email|phone)s?(_?(id|name))?$/i,
  /^(service|app|application|deployment|database|db|table|bucket|queue|topic|host|node|instance|server|repo|repository|branch|file|path|url|order|invoice|ticket|secret|key)s?(_?(id|name))?$/i,
  /^(id|name)$|_?(id|name|arn)$/i,
]

/**
 * Arguments in one line for a list, every value with its name. First comes the target, then the flags that are on, so that none
 * is cut off at the end of the line, then numbers, other short values and texts.
 */
export function summary(args: unknown): string {
  if (typeof args !== 'object' || args === null) return String(args)
  const entries = Object.entries(args)
  const target = targetOf(entries)
  const flags = flagsOf(entries, '', 1)
  const rest = entries.filter(([name, value]) => name !== target && typeof value !== 'boolean')
  rest.sort(([, a], [, b]) => rankOf(a) - rankOf(b))
  const first = entries.filter(([name]) => name === target).map(([name, value]) => part(name, value))
  return [...first, ...shortened(flags), ...rest.map(([name, value]) => part(name, value))]
    .join(' · ')
    .slice(0, longest)
    .toWellFormed()
}

/** The summary as it is stored, without NUL characters, which PostgreSQL does not accept. */
export const summaryColumn = (args: unknown): string => summary(args).replaceAll('\0', '\\u0000')

/** The name of the target argument, or of the first short text. */
function targetOf(entries: [string, unknown][]): string | null {
  const named = entries.filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  for (const pattern of targetNames) {
    const found = named.find(([name]) => pattern.test(name))
    if (found) return found[0]
  }
  return named.find(([, value]) => typeof value === 'string' && value.length <= longestValue)?.[0] ?? null
}

/** The flags at any depth. Those that are on come first, because they make a call more dangerous. */
function flagsOf(entries: [string, unknown][], path: string, depth: number): [text: string, on: boolean][] {
  const found = entries.flatMap(([name, value]): [string, boolean][] => {
    if (typeof value === 'boolean') return [[`${cut(path + name)}: ${value}`, value]]
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === deepest) return []
    return flagsOf(Object.entries(value), `${path}${name}.`, depth + 1)
  })
  return depth > 1 ? found : found.sort(([, a], [, b]) => Number(b) - Number(a))
}

function shortened(flags: [text: string, on: boolean][]): string[] {
  const texts: string[] = []
  let length = 0
  for (const [text] of flags) {
    length += text.length + 3
    if (length > longestFlags) return [...texts, `${plural(flags.length - texts.length, 'more flag')}`]
    texts.push(text)
  }
  return texts
}

function rankOf(value: unknown): number {
  if (typeof value === 'number') return 0
  if (typeof value === 'string') return value.length <= longestValue ? 1 : 3
  return typeof value === 'object' && value !== null ? 3 : 2
}

function part(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value !== 'object' || value === null || text.length <= longestValue) return `${cut(name)}: ${cut(text)}`
  const size = Array.isArray(value) ? plural(value.length, 'item') : plural(Object.keys(value).length, 'key')
  return `${cut(name)}: ${size}`
}

/** Shortens a long text to its two ends: `rm -rf /var/lib/postgres… --no-preserve`. */
function cut(text: string): string {
  if (text.length <= longestValue) return text
  const half = Math.floor(longestValue / 2)
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half + 1).toWellFormed()}`
}

/** The beginning of a subject's canonical text, which has the arguments near the front. For subjects too large to be read whole. */
export function summaryOfCut(subjectHead: string): string {
  const name = '"arguments":' satisfies `"${keyof Subject}":`
  return subjectHead
    .slice(subjectHead.indexOf(name) + name.length)
    .slice(0, longest)
    .toWellFormed()
}
