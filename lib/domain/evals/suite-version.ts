import { z } from 'zod'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { Rules } from './scenario-scores.ts'
import { type Criterion, type Scenario, suiteFields } from './suites/schemas.ts'

// SQL: takes one page of scenarios out of thousands.

const { scenarios: _, ...others } = suiteFields
const ruleFields = z.object(others)

/**
 * A version of a suite as runs are judged by it. Its scenarios, possibly thousands, were checked when it was stored and
 * are not parsed again. Throws 404.
 */
export async function suiteVersion(reader: Reader, projectId: string, suite: string, version: number) {
  const row = await reader.prisma.evalSuiteVersion.findUnique({
    where: { projectId_suite_version: { projectId, suite, version } },
  })
  if (!row) throw notFound('suite')
  return { ...ruleFields.parse(row.rules), scenarios: row.scenarios as unknown as Scenario[] }
}

/** The rules of a version with the ids of its scenarios, without reading the scenarios. Throws 404. */
export async function suiteRules(reader: Reader, projectId: string, suite: string, version: number) {
  const row = await reader.prisma.evalSuiteVersion.findUnique({
    where: { projectId_suite_version: { projectId, suite, version } },
    select: { scenarioIds: true, rules: true },
  })
  if (!row) throw notFound('suite')
  return { ...ruleFields.parse(row.rules), scenarioIds: row.scenarioIds }
}

/** Some scenarios of a version, in the order of the ids. Ids that the version lacks are left out. */
export async function scenariosOf(
  tx: Pick<Tx, 'query'>,
  projectId: string,
  { suite, suiteVersion: version }: { suite: string; suiteVersion: number },
  ids: readonly string[],
): Promise<Scenario[]> {
  const rows = await tx.query<{ scenario: Scenario }>(
    `select value as scenario
     from eval_suite_version, rows from (unnest(scenario_ids), json_array_elements(scenarios)) as kept (id, value)
     join unnest($4::text[]) with ordinality as asked (id, nth) using (id)
     where project_id = $1 and suite = $2 and version = $3 order by nth`,
    [projectId, suite, version, ids],
  )
  return rows.map(({ scenario }) => scenario)
}

/** What rows of results are checked against; the scenarios are not read. */
export async function namesOf(reader: Reader, projectId: string, suite: string, version: number) {
  const { scenarioIds, criteria } = await suiteRules(reader, projectId, suite, version)
  return namesIn(scenarioIds, criteria)
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
