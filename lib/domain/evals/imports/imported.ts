import { invalid } from '#lib/shared/problem.ts'
import type { ResultRow } from '../runs/schemas.ts'

/** What a file of some tool holds, in our terms. */
export interface Imported {
  criteria: string[]
  scenarios: { id: string; input: string; tags?: string[] }[]
  results: ResultRow[]
}

/** As a suite and the API take them; a longer name would be cut by nobody knows whom. */
const longestName = 200

/** Throws 422 with the place in the file. */
export const unreadable = (what: string, where: string): never => {
  throw invalid(what, 'body', { where })
}

/** A name within its limit: the end is what tells one test of a class from another. */
export const nameOf = (text: string): string => {
  const name = text.replace(/\s+/g, ' ').trim()
  return name.length <= longestName ? name : `…${name.slice(1 - longestName)}`
}

/** Numbers the repeats of a scenario in the order in which the file has them. */
export function repeats(): (scenario: string) => number {
  const seen = new Map<string, number>()
  return scenario => {
    const repeat = (seen.get(scenario) ?? 0) + 1
    seen.set(scenario, repeat)
    return repeat
  }
}
