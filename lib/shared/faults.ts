import type { z } from 'zod'
import { invalid, type Problem, shortened } from './problem.ts'

/** What is wrong in one place of what was sent. */
export interface Fault {
  field: string
  message: string
}

/** The most faults that are shown; a batch may have thousands. */
const maxFaults = 20

/** What a schema finds wrong, each with its path from `part` on. */
export const faultsOf = (error: z.core.$ZodError, part: string): Fault[] =>
  error.issues
    .flatMap(meant)
    .slice(0, maxFaults)
    .map(issue => faultOf(issue, part))

/** The 422 that names the first and lists them all. */
export function faulty(faults: readonly Fault[], part: string): Problem {
  const [first] = faults
  const issues = faults.slice(0, maxFaults)
  return invalid(first ? `${first.field}: ${first.message}` : 'invalid', first?.field ?? part, { issues })
}

/** The faults of a body that may have several shapes, by the closest shape. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const faults = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 1), 0)
  // A shape that the value fits on the whole is meant rather than one that it is another kind of thing than.
  const fitting = issue.errors.filter(issues => issues.every(each => each.path.length > 0 || isOfObject(each)))
  const [closest = []] = (fitting.length > 0 ? fitting : [...issue.errors]).sort((a, b) => faults(a) - faults(b))
  // A value of none of several kinds has no place inside it: the union's own words say what it should be.
  if (closest.every(({ path }) => path.length === 0) && !closest.some(isOfObject)) return [issue]
  return closest.flatMap(each => meant({ ...each, path: [...issue.path, ...each.path] }))
}

const isOfObject = ({ code }: z.core.$ZodIssue) => code === 'unrecognized_keys' || code === 'custom'

/** What a caller sent wrong is named, not sent back whole: an error stays small whatever the request was. */
function faultOf(issue: z.core.$ZodIssue, part: string) {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = [part, ...issue.path.map(String), ...(unknown === undefined ? [] : [unknown])].join('.')
  return { field: shortened(field), message: unknown === undefined ? issue.message : 'There is no such field.' }
}
