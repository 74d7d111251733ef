import type { Predicate } from './schemas.ts'

/**
 * Whether an argument is as a predicate says. `lenient` where a match holds back: one of several values is enough, also one
 * within a list or an object; a number may be written as text, and what is no plain number counts as in every range; texts
 * are alike whatever their case and the space around them; and a path that could lead anywhere counts as leading there.
 * Without it, where a match lets through, every value must fit and what cannot be read fits nothing.
 */
export function argumentMatches(predicate: Predicate, args: unknown, lenient: boolean): boolean {
  const found = valuesAt(args, stepsOf(predicate.path))
  if (found.length === 0) return false
  const values = lenient ? found.flatMap(leavesOf) : found
  const fits = (value: unknown) => fitsOne(predicate, value, lenient)
  return lenient ? values.some(fits) : values.every(fits)
}

const stepsOf = (path: string) => path.replaceAll(/\[([^\]]+)\]/g, '.$1').split('.')

/** The values at a path. A path that ends early has none, so no condition can be checked. */
function valuesAt(value: unknown, [step, ...rest]: string[]): unknown[] {
  if (step === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  if (step === '*') return Object.values(value).flatMap(each => valuesAt(each, rest))
  return Object.hasOwn(value, step) ? valuesAt((value as Record<string, unknown>)[step], rest) : []
}

/** A tool may take a list where one value was expected. */
const leavesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value]

function fitsOne(predicate: Predicate, value: unknown, lenient: boolean): boolean {
  switch (predicate.op) {
    case 'eq':
      return same(predicate.value, value, lenient)
    case 'in':
      return predicate.values.some(each => same(each, value, lenient))
    case 'range':
      return inRange(predicate, value, lenient)
    case 'path-prefix':
      return typeof value === 'string' && underPrefix(predicate.value, value, lenient)
  }
}

function same(expected: unknown, value: unknown, lenient: boolean): boolean {
  if (expected === value) return true
  if (!lenient || value === null || expected === null) return false
  const [one, other] = [plain(expected), plain(value)]
  if (one === other) return true
  return one !== '' && other !== '' && Number(one) === Number(other)
}

/** A value as text, without what makes two texts differ and be read as the same. */
const plain = (value: unknown) => String(value).normalize('NFKC').trim().toLowerCase()

function inRange({ min, max }: { min?: number; max?: number }, value: unknown, lenient: boolean): boolean {
  const number = lenient ? numberOf(value) : value
  if (number === 'unreadable') return true
  if (typeof number !== 'number' || Number.isNaN(number)) return false
  return (min === undefined || number >= min) && (max === undefined || number <= max)
}

/** A number that is written as text or as true or false; "1,000" and "12 EUR" may be any. Nothing is no number. */
function numberOf(value: unknown): number | 'unreadable' | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(typeof value === 'string' ? plain(value) : value)
  return Number.isNaN(number) ? 'unreadable' : number
}

/** By whole segments: /srv/app is no prefix of /srv/apples. */
function underPrefix(prefix: string, value: string, lenient: boolean): boolean {
  // What climbs, or is written so that somebody may read it as climbing, leads anywhere.
  if (/(^|[\\/])\.\.?([\\/]|$)|[\\%$`\0]|\/\/|^~/.test(value)) return lenient
  const top = prefix.replace(/\/+$/, '')
  const under = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)
  return under(value, top) || (lenient && under(plain(value), plain(top)))
}
