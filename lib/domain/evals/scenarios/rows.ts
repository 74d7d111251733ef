import { invalid, type Problem } from '#lib/shared/problem.ts'
import { type Scenario, scenario } from '../suites/schemas.ts'

/** The content of one row of a file, before it is checked. */
export interface Row {
  line: number
  value: unknown
}

export interface Issue {
  line: number
  message: string
}

const mostIssues = 100

/** Names the wrong rows by their lines. */
export function invalidFile(found: readonly Issue[]): Problem {
  // Only the first fault of a line is named; the others follow from it.
  const seen = new Set<number>()
  const all = found.filter(({ line }) => !seen.has(line) && seen.add(line))
  const issues = all.slice(0, mostIssues).map(({ line, message }) => ({ field: `line ${line}`, message }))
  const more = all.length > 1 ? ` ${all.length} rows are wrong.` : ''
  return invalid(`Line ${all[0]?.line}: ${all[0]?.message}${more} Nothing was stored.`, 'body', { issues })
}

/** The scenarios of a file. Throws 422 that names every row that is not a scenario or repeats an id. */
export function scenariosOf(rows: readonly Row[]): Scenario[] {
  const issues: Issue[] = []
  const lines = new Map<string, number>()
  const found = rows.flatMap(({ line, value }) => {
    const parsed = scenario.safeParse(value)
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        issues.push({ line, message: `${path.join('.') || 'The row'}: ${message}` })
      return []
    }
    const before = lines.get(parsed.data.id)
    if (before !== undefined) issues.push({ line, message: `The id ${parsed.data.id} is on line ${before} too.` })
    lines.set(parsed.data.id, line)
    return [parsed.data]
  })
  if (rows.length === 0) issues.push({ line: 1, message: 'The file has no rows.' })
  if (issues.length > 0) throw invalidFile(issues)
  return found
}
