import { labelsOf } from '#lib/domain/judges/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { notFound } from '#lib/shared/problem.ts'
import { passes } from './rules.ts'
import { findRun } from './run-item.ts'
import type { getCaseContract } from './runs/contract.ts'
import { rulesAt, suiteVersion } from './suite-version.ts'

/** Throws 404 if the run or the scenario does not exist. */
export async function getCase(
  ctx: Context,
  { params: { id }, query: { scenario } }: Input<typeof getCaseContract>,
): Promise<Output<typeof getCaseContract>> {
  await authorize(ctx, 'evals.read')
  const { db, projectId } = ctx
  const run = await findRun(db, ctx, id)
  const version = await suiteVersion(db, projectId, run.suite, run.suiteVersion)
  const asked = version.scenarios.find(each => each.id === scenario)
  if (!asked) throw notFound('scenario')
  const where = { projectId, runId: id, scenario }
  const [cases, scores, judged] = await Promise.all([
    db.prisma.evalCase.findMany({ where, orderBy: { repeat: 'asc' } }),
    db.prisma.evalScore.findMany({ where }),
    labelsOf(db, ctx, { runId: id, scenario }),
  ])
  const rules = rulesAt(version, run.level as 'unit')
  const order = rules.criteria.map(({ name }) => name)
  return {
    ...{ scenario, input: asked.input, expectedOutput: asked.expectedOutput ?? null },
    ...{ expectedFindings: asked.expectedFindings ?? [], tags: asked.tags ?? [] },
    repeats: cases.map(each => ({
      ...{ repeat: each.repeat, output: each.output, traceId: each.traceId, durationMs: each.durationMs },
      costUsd: each.costNanos === null ? null : nanosToUsd(each.costNanos),
      ...{ tools: each.tools as string[] | null, steps: each.steps },
      scores: scores
        .filter(({ repeat }) => repeat === each.repeat)
        .sort((a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion))
        .map(score => ({
          ...{ criterion: score.criterion, score: score.score, comment: score.comment },
          passed: passes(score, rules),
          judge: judgeOf(judged, score),
        })),
    })),
  }
}

function judgeOf(judged: Awaited<ReturnType<typeof labelsOf>>, of: { repeat: number; criterion: string }) {
  const found = judged.find(({ repeat, criterion }) => repeat === of.repeat && criterion === of.criterion)
  if (!found) return null
  const { judge: slug, version, agree, disagree, own } = found
  return { slug, version, agree, disagree, own }
}
