import { findFault, nestedDeeperThan } from '#lib/shared/strict-json.ts'
import { type Issue, invalidFile, type Row } from './rows.ts'

/**
 * One JSON object in each line, in the form that scenarios have in a suite. Throws 422 that names every broken line.
 */
export function readJsonl(text: string): Row[] {
  const issues: Issue[] = []
  const rows = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((row, place): Row[] => {
      const line = place + 1
      if (row.trim() === '') return []
      try {
        const value: unknown = JSON.parse(row)
        if (nestedDeeperThan(row, 100)) issues.push({ line, message: 'Nested deeper than 100 levels.' })
        const fault = findFault(row)
        if (fault) issues.push({ line, message: [fault.path, fault.message].filter(Boolean).join(': ') })
        return [{ line, value }]
      } catch (error) {
        issues.push({ line, message: error instanceof Error ? error.message.slice(0, 200) : 'It is not JSON.' })
        return []
      }
    })
  if (issues.length > 0) throw invalidFile(issues)
  return rows
}
