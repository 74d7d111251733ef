import { addTasks, type NewTask } from '#lib/domain/judges/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { RunRow } from '../run-item.ts'
import type { OutputRow } from '../runs/schemas.ts'
import { suiteVersion } from '../suite-version.ts'
import type { Scenario } from '../suites/schemas.ts'

/** Creates a task for each criterion with a scorer, from the outputs of a run. Answers how many scores are due. */
export async function putUpForScoring(tx: Tx, ctx: Context, run: RunRow, rows: readonly OutputRow[]): Promise<number> {
  const { projectId } = ctx
  const answered = rows.filter(row => row.output !== undefined)
  if (answered.length === 0) return 0
  const { criteria, scenarios } = await suiteVersion(tx, projectId, run.suite, run.suiteVersion)
  const byId = new Map(scenarios.map(scenario => [scenario.id, scenario]))
  const tasks = new Map<string, NewTask>()
  for (const row of answered)
    for (const { name, scorer } of criteria) {
      const scenario = byId.get(row.scenario)
      if (!scorer || !scenario) continue
      tasks.set(JSON.stringify([row.scenario, row.repeat, name]), {
        of: { runId: run.id, scenario: row.scenario, repeat: row.repeat, traceId: row.traceId ?? null },
        ...{ criterion: name, scorer, material: materialOf(scenario, row.output ?? '') },
      })
    }
  return addTasks(tx, projectId, [...tasks.values()], await ctx.clock.now(tx))
}

const materialOf = ({ input, expectedOutput, expectedFindings }: Scenario, output: string) => ({
  input: typeof input === 'string' ? input : JSON.stringify(input),
  output,
  ...(expectedOutput === undefined ? {} : { expectedOutput }),
  ...(expectedFindings === undefined ? {} : { expectedFindings }),
})
