import type { z } from 'zod'
import { invalid } from '#lib/shared/problem.ts'
import { cleaned, findFault, nestedDeeperThan } from '#lib/shared/strict-json.ts'

const mostIssues = 20

/**
 * A JSON file, parsed by the schema. Text that cannot be stored (NUL, half a surrogate pair) is invalid. In the report
 * of a tool, which contains what a model wrote, it is made visible instead. A name that appears twice is invalid too.
 * Throws 422 with the wrong paths.
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
