import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { labelOutputContract } from './contract.ts'
import { findVersion } from './find-version.ts'

/**
 * Stores whether a person agrees with a judge's score of an eval output, or deletes that. Throws 404 if no judge scored
 * it.
 */
export async function labelOutput(
  ctx: Context,
  { params: { slug }, body }: Input<typeof labelOutputContract>,
): Promise<Output<typeof labelOutputContract>> {
  const object = { type: 'judge', id: slug }
  await authorize(ctx, 'judges.label', object)
  const { projectId, actor } = ctx
  const { evalRunId: runId, agrees, ...of } = body
  return change(ctx, async tx => {
    const task = await tx.prisma.scoringTask.findFirst({
      where: { projectId, runId, ...of, judge: slug, state: 'scored' },
    })
    if (task?.score == null || task.judgeVersion === null) throw notFound('score of this judge')
    const key = { projectId, taskId: task.id, personId: actor.id ?? actor.label }
    if (agrees === null) await tx.prisma.outputLabel.deleteMany({ where: key })
    else {
      const { passAt } = await findVersion(tx, projectId, slug, task.judgeVersion)
      const label = { digest: task.digest, passes: task.score >= passAt === agrees, at: await ctx.clock.now(tx) }
      await tx.prisma.outputLabel.upsert({
        where: { projectId_taskId_personId: key },
        create: { ...key, ...label },
        update: label,
      })
    }
    await audit(tx, ctx, { action: 'judge.labelled', object, after: body })
    await publish(tx, projectId, { topic: 'judges', type: 'judge.labelled', ids: [slug] })
    return { ...of, evalRunId: runId, agrees }
  })
}

interface Labels {
  repeat: number
  criterion: string
  judge: string
  version: number
  agree: number
  disagree: number
  /** The label of the caller. */
  own: boolean | null
}

/**
 * The scores that judges gave to a scenario of a run, with how many people agree. If an output changed, its labels no
 * longer count.
 */
export async function labelsOf(
  { prisma }: Reader,
  { projectId, actor }: Pick<Context, 'projectId' | 'actor'>,
  of: { runId: string; scenario: string },
): Promise<Labels[]> {
  const tasks = await prisma.scoringTask.findMany({
    where: { projectId, ...of, judge: { not: null }, state: 'scored' },
  })
  if (tasks.length === 0) return []
  const labels = await prisma.outputLabel.findMany({ where: { projectId, taskId: { in: tasks.map(({ id }) => id) } } })
  const versions = await prisma.judgeVersion.findMany({
    where: { projectId, OR: tasks.map(task => ({ judge: task.judge ?? '', version: task.judgeVersion ?? 0 })) },
  })
  return tasks.flatMap(({ id, digest, repeat, criterion, judge, judgeVersion: version, score }) => {
    const found = versions.find(each => each.judge === judge && each.version === version)
    if (!found || repeat === null || judge === null || version === null || score === null) return []
    const judgePasses = score >= (found.body as unknown as { passAt: number }).passAt
    const its = labels.filter(label => label.taskId === id && label.digest === digest)
    const agree = its.filter(({ passes }) => passes === judgePasses).length
    const own = its.find(({ personId }) => personId === actor.id)
    return {
      ...{ repeat, criterion, judge, version, agree, disagree: its.length - agree },
      own: own ? own.passes === judgePasses : null,
    }
  })
}
