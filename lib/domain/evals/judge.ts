import { type JudgeNotes, judgeNotes } from '#lib/domain/judges/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { type Case, type Judged, judgeRun } from './rules.ts'
import type { RunRow } from './run-item.ts'
import type { Scored } from './scenario-scores.ts'
import { rulesAt, suiteVersion } from './suite-version.ts'
import { verdictMarkdown } from './verdict-markdown.ts'
import type { Verdict } from './verdicts/schemas.ts'

// SQL: reads all scores of a run at once; for tens of thousands, Prisma's typed rows take several times as long.

/** All scores of a run, or those of some scenarios. */
export const readScores = (
  tx: Pick<Tx, 'query'>,
  projectId: string,
  runId: string,
  scenarios: readonly string[] | null = null,
): Promise<Scored[]> =>
  tx.query<Scored>(
    `select scenario, repeat, criterion, score, passed from eval_score
     where project_id = $1 and run_id = $2 ${scenarios === null ? '' : 'and scenario = any($3)'}`,
    [projectId, runId, ...(scenarios === null ? [] : [scenarios])],
  )

/** Scores and cases of a run. */
async function readJudged(
  tx: Pick<Tx, 'query'>,
  projectId: string,
  run: Pick<RunRow, 'id' | 'state'>,
): Promise<Judged> {
  const scores = await readScores(tx, projectId, run.id)
  const cases = await tx.query<Omit<Case, 'costNanos'> & { costNanos: string | null }>(
    `select scenario, repeat, duration_ms as "durationMs", cost_nanos::text as "costNanos", tools, steps
     from eval_case where project_id = $1 and run_id = $2`,
    [projectId, run.id],
  )
  return {
    finished: run.state === 'finished',
    scores,
    cases: cases.map(each => ({ ...each, costNanos: each.costNanos === null ? null : BigInt(each.costNanos) })),
  }
}

/** The verdict of a run, from its results in this transaction. */
export async function judge(tx: Tx, { projectId }: Pick<Context, 'projectId'>, run: RunRow): Promise<Verdict> {
  const { suite, level, baselineRunId } = run
  const rules = rulesAt(await suiteVersion(tx, projectId, suite, run.suiteVersion), level as 'unit')
  const baseline =
    baselineRunId === null ? null : await readJudged(tx, projectId, { id: baselineRunId, state: 'finished' })
  const notes = await judgeNotes(tx, projectId, run.id)
  const { cost, ...figures } = judgeRun({ ...(await readJudged(tx, projectId, run)), scoring: notes }, baseline, rules)
  const usd = (nanos: bigint | null) => (nanos === null ? null : nanosToUsd(nanos))
  const verdict = {
    ...{ runId: run.id, suite, suiteVersion: run.suiteVersion, baselineRunId },
    ...figures,
    ...noted(notes),
    cost: { perScenarioUsd: usd(cost.nanos), baselinePerScenarioUsd: usd(cost.baselineNanos) },
  }
  return { ...verdict, markdown: verdictMarkdown(verdict) }
}

const noted = ({ waiting, judges, costUsd }: JudgeNotes) => ({ scoring: waiting, judges, scoringCostUsd: costUsd })

/** The run that this one is compared with: the one named at its start, or else the pinned one. Never the run itself. */
export async function baselineOf(
  tx: Tx,
  { projectId }: Pick<Context, 'projectId'>,
  run: RunRow,
): Promise<string | null> {
  if (run.baselineRunId !== null) return run.baselineRunId
  const pinned = await tx.prisma.evalBaseline.findUnique({
    where: { projectId_suite: { projectId, suite: run.suite } },
  })
  return pinned === null || pinned.runId === run.id ? null : pinned.runId
}
