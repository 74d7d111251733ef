import { z } from 'zod'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { Rules } from './rules.ts'
import { type Criterion, type Scenario, suiteFields } from './suites/schemas.ts'

const { scenarios: _, ...others } = suiteFields
const ruleFields = z.object(others)

/**
 * A version of a suite as runs are judged by it. Its scenarios, of which there may be thousands, were checked when it was
 * kept and are taken as they stand. Throws 404.
 */
export async function suiteVersion(reader: Reader, projectId: string, suite: string, version: number) {
  const row = await reader.prisma.evalSuiteVersion.findUnique({
    where: { projectId_suite_version: { projectId, suite, version } },
  })
  if (!row) throw notFound('suite')
  return { ...ruleFields.parse(row.rules), scenarios: row.scenarios as unknown as Scenario[] }
}

/** What rows of results are checked against, without reading the scenarios. */
export async function namesOf(reader: Reader, projectId: string, suite: string, version: number) {
  const row = await reader.prisma.evalSuiteVersion.findUniqueOrThrow({
    where: { projectId_suite_version: { projectId, suite, version } },
    select: { scenarioIds: true, rules: true },
  })
  return namesIn(row.scenarioIds, ruleFields.parse(row.rules).criteria)
}

export const namesIn = (scenarioIds: readonly string[], criteria: readonly Criterion[]) => ({
  scenarios: new Set(scenarioIds),
  criteria: new Set(criteria.map(({ name }) => name)),
  scored: new Set(criteria.flatMap(({ name, scorer }) => (scorer ? [name] : []))),
})

/** The rules that a run of this level is judged by. */
export const rulesAt = (version: Awaited<ReturnType<typeof suiteVersion>>, level: Rules['level']): Rules => ({
  ...version,
  level,
})
