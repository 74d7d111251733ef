import { compilePattern } from '#lib/shared/linear-regexp.ts'
import type { ArgumentRule } from './schemas.ts'

/** The members at a path, with the address of each; none where the path leads nowhere. */
export function membersAt(value: unknown, path: string): { at: string; value: unknown }[] {
  const steps = path.replaceAll(/\[(\d+|\*)\]/g, '.$1').split('.')
  let places = [{ at: '', value }]
  for (const step of steps) {
    places = places.flatMap(place =>
      membersOf(place.value, step).map(([key, member]) => ({
        at: place.at ? `${place.at}.${key}` : key,
        value: member,
      })),
    )
  }
  return places
}

function membersOf(value: unknown, step: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return []
  const members = Object.entries(value)
  return step === '*' ? members : members.filter(([key]) => key === step)
}

/**
 * What a rule has against the arguments; null where it is satisfied. A rule about a member that is not there is not
 * satisfied, unless it only forbids something: what cannot be looked at is not allowed.
 */
export function violation(rule: ArgumentRule, args: unknown): string | null {
  const members = membersAt(args, rule.path)
  if (members.length === 0) {
    return rule.op === 'not-equals' || rule.op === 'not-in' || rule.op === 'not-matches'
      ? null
      : `${rule.path} is missing`
  }
  const wrong = members.find(member => !satisfies(rule, member.value))
  return wrong ? `${wrong.at} ${wordsOf(rule)}` : null
}

function satisfies(rule: ArgumentRule, value: unknown): boolean {
  switch (rule.op) {
    case 'equals':
      return value === rule.value
    case 'not-equals':
      return value !== rule.value
    case 'in':
      return rule.value.some(each => each === value)
    case 'not-in':
      return !rule.value.some(each => each === value)
    case 'at-least':
      return typeof value === 'number' && value >= rule.value
    case 'at-most':
      return typeof value === 'number' && value <= rule.value
    case 'begins-with':
      return typeof value === 'string' && value.startsWith(rule.value)
    case 'matches':
      return typeof value === 'string' && found(rule.value, value)
    case 'not-matches':
      return typeof value !== 'string' || !found(rule.value, value)
    case 'present':
      return value !== null && value !== ''
  }
}

function found(source: string, text: string): boolean {
  const pattern = compilePattern(source, true)
  if ('wrong' in pattern) throw new Error(`${source}: ${pattern.wrong}`)
  return pattern.matcher(text).find()
}

function wordsOf(rule: ArgumentRule): string {
  switch (rule.op) {
    case 'equals':
      return `must be ${JSON.stringify(rule.value)}`
    case 'not-equals':
      return `must not be ${JSON.stringify(rule.value)}`
    case 'in':
      return `must be one of ${JSON.stringify(rule.value)}`
    case 'not-in':
      return `must be none of ${JSON.stringify(rule.value)}`
    case 'at-least':
      return `must be at least ${rule.value}`
    case 'at-most':
      return `must be at most ${rule.value}`
    case 'begins-with':
      return `must begin with ${JSON.stringify(rule.value)}`
    case 'matches':
      return `must match ${rule.value}`
    case 'not-matches':
      return `must not match ${rule.value}`
    case 'present':
      return 'must not be empty'
  }
}
