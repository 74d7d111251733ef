import { createHash } from 'node:crypto'
import { invalid } from '#lib/shared/problem.ts'
import type { ResultRow } from '../runs/schemas.ts'

/** The content of a file of some tool, in our terms. */
export interface Imported {
  criteria: string[]
  scenarios: { id: string; input: string; tags?: string[] }[]
  results: ResultRow[]
}

/** The limit of a suite and of the API. */
const longestName = 200

/** Throws 422 with the place in the file. */
export const unreadable = (what: string, where: string): never => {
  throw invalid(what, 'body', { where })
}

/**
 * A name within its limit. A longer name keeps its end, which distinguishes one test of a class from another. Before it
 * come eight digits of a hash of the whole, so that two long names with the same end stay different.
 */
export const nameOf = (text: string): string => {
  const name = text.replace(/\s+/g, ' ').trim()
  if (name.length <= longestName) return name
  const whole = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${whole}…${name.slice(whole.length + 1 - longestName)}`
}

/** Numbers the repeats of a scenario in the order of the file. */
export function repeats(): (scenario: string) => number {
  const seen = new Map<string, number>()
  return scenario => {
    const repeat = (seen.get(scenario) ?? 0) + 1
    seen.set(scenario, repeat)
    return repeat
  }
}
