import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { readScores } from './judge.ts'
import { mean } from './mean.ts'
import { type Regression, regressionOf } from './regression.ts'
import { repeatNoise } from './repeat-noise.ts'
import { scenarioScores } from './scenario-scores.ts'
import { rulesAt, suiteVersion } from './suite-version.ts'

export interface Paired extends Regression {
  suite: string
  threshold: number
  beforeAverage: number | null
  afterAverage: number | null
  /** Scenarios that got worse, the worst first. */
  worst: { scenario: string; before: number; after: number }[]
}

/**
 * Compares two finished runs of one suite, paired by scenario, by the rules of the version of the later run. Other
 * domains use it to compare by evals. Null if a run is missing, has not finished, or the suites differ.
 */
export async function pairRuns(
  tx: Tx,
  { projectId }: Pick<Context, 'projectId'>,
  beforeId: string,
  afterId: string,
): Promise<Paired | null> {
  const rows = await tx.prisma.evalRun.findMany({
    where: { projectId, id: { in: [beforeId, afterId] }, state: 'finished' },
  })
  const [before, after] = [beforeId, afterId].map(id => rows.find(row => row.id === id))
  if (!before || !after || before.suite !== after.suite) return null
  const rules = rulesAt(await suiteVersion(tx, projectId, after.suite, after.suiteVersion), after.level as 'unit')
  const [old, late] = [await readScores(tx, projectId, before.id), await readScores(tx, projectId, after.id)]
  const [was, is] = [scenarioScores(old, rules), scenarioScores(late, rules)]
  const worst = [...is].flatMap(([scenario, score]) => {
    const first = was.get(scenario)
    return first === undefined || score >= first ? [] : [{ scenario, before: first, after: score }]
  })
  return {
    ...regressionOf(is, was, rules.margin, () => repeatNoise(late, old, rules)),
    ...{ suite: after.suite, threshold: rules.threshold },
    ...{ beforeAverage: mean([...was.values()]), afterAverage: mean([...is.values()]) },
    worst: worst.sort((a, b) => a.after - a.before - (b.after - b.before)),
  }
}
