import type { z } from 'zod'
import { invalid } from '#lib/shared/problem.ts'
import { cleaned, findFault, nestedDeeperThan } from '#lib/shared/strict-json.ts'

const mostIssues = 20

/**
 * A JSON file as the schema reads it. Text that cannot be stored (NUL, half a surrogate pair) is invalid and named by its path like
 * a name that stands twice, or made visible in the report of a tool, which writes what a model said. Throws 422 with the
 * paths that are wrong.
 */
export function parseFile<T extends z.ZodType>(text: string, schema: T, words: 'strict' | 'clean'): z.output<T> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid(`The file is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, 'body')
  }
  if (nestedDeeperThan(text, 200)) throw invalid('Nested deeper than 200 levels.', 'body')
  const fault = words === 'strict' ? findFault(text) : null
  if (fault) throw invalid(fault.message, ['body', fault.path].filter(Boolean).join('.'))
  const parsed = schema.safeParse(words === 'strict' ? value : cleaned(value))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues
    .slice(0, mostIssues)
    .map(({ path, message }) => ({ field: ['body', ...path.map(String)].join('.'), message }))
  throw invalid(issues[0]?.message ?? 'The file has another form.', issues[0]?.field ?? 'body', { issues })
}
