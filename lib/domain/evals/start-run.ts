import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRunItem } from './run-item.ts'
import type { startRunContract } from './runs/contract.ts'
import { suiteConfig } from './suites/contract.ts'

type Body = Input<typeof startRunContract>['body']

/** Throws 422 if the suite, the version or the baseline does not exist. */
export async function startRun(
  ctx: Context,
  { body }: Input<typeof startRunContract>,
): Promise<Output<typeof startRunContract>> {
  await authorize(ctx, 'evals.report')
  return change(ctx, async tx => {
    const row = await createRun(tx, ctx, body)
    const { id, suite, suiteVersion, level, mode } = row
    const object = { type: 'eval-run', id }
    await audit(tx, ctx, { action: 'eval-run.started', object, after: { suite, suiteVersion, level, mode } })
    await publish(tx, ctx.projectId, { topic: 'evals', type: 'eval-run.started', ids: [id] })
    return toRunItem(row)
  })
}

/** The row of a new run, for the newest version unless another is named. */
export async function createRun(tx: Tx, ctx: Context, body: Body) {
  const { projectId } = ctx
  const suite = await readConfig(tx, ctx, suiteConfig, body.suite)
  if (!suite) throw invalid(`There is no suite ${body.suite}.`, 'body.suite')
  const version = body.suiteVersion ?? suite.revision
  const kept = await tx.prisma.evalSuiteVersion.findUnique({
    where: { projectId_suite_version: { projectId, suite: body.suite, version } },
    select: { scenarioIds: true },
  })
  if (!kept) throw invalid(`The suite has no version ${version}.`, 'body.suiteVersion')
  if (body.baselineRunId !== undefined) await checkBaseline(tx, ctx, body.suite, body.baselineRunId)
  return tx.prisma.evalRun.create({
    data: {
      ...{ projectId, id: newId('evr'), suite: body.suite, suiteVersion: version },
      ...{ level: body.level ?? suite.level, mode: body.mode, agent: body.agent ?? suite.agent },
      ...{ release: body.release ?? null, commit: body.commit ?? null, branch: body.branch ?? null },
      baselineRunId: body.baselineRunId ?? null,
      ...{ state: 'running', revision: 1, scenarios: kept.scenarioIds.length, scored: 0 },
      ...{ startedAt: await ctx.clock.now(tx), startedBy: ctx.actor.label },
    },
  })
}

async function checkBaseline(tx: Tx, { projectId }: Context, suite: string, id: string): Promise<void> {
  const row = await tx.prisma.evalRun.findUnique({ where: { projectId_id: { projectId, id } } })
  if (row?.suite !== suite) throw invalid('This suite has no such run.', 'body.baselineRunId')
  if (row.state !== 'finished') throw invalid('This run has not finished.', 'body.baselineRunId')
}
