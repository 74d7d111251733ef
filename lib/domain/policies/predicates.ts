import type { Predicate } from './schemas.ts'

/**
 * Whether an argument is as a predicate says. `lenient` where a match holds back: one of several values is enough, a
 * number may be written as text, and a path that could lead anywhere counts as leading there. Without it, where a match
 * lets through, every value must fit and what cannot be read fits nothing.
 */
export function argumentMatches(predicate: Predicate, args: unknown, lenient: boolean): boolean {
  const values = valuesAt(args, stepsOf(predicate.path))
  if (values.length === 0) return false
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
  return lenient && value !== null && typeof value !== 'object' && String(expected) === String(value)
}

function inRange({ min, max }: { min?: number; max?: number }, value: unknown, lenient: boolean): boolean {
  const number = lenient && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return false
  return (min === undefined || number >= min) && (max === undefined || number <= max)
}

/** By whole segments: /srv/app is no prefix of /srv/apples. */
function underPrefix(prefix: string, value: string, lenient: boolean): boolean {
  // What climbs, or is written so that somebody may read it as climbing, leads anywhere.
  if (/(^|[\\/])\.\.?([\\/]|$)|\\|%|\/\/|\0|^~/.test(value)) return lenient
  const top = prefix.replace(/\/+$/, '')
  return value === top || value.startsWith(`${top}/`)
}
