import { audit, lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { getSettingsContract, putSettingsContract } from './contract.ts'
import { expectsOf, findPrompt, type PromptRow } from './internal.ts'

type Answer = Output<typeof putSettingsContract>

const toSettings = (row: PromptRow): Answer => ({
  ...{ name: row.name, description: row.description, suite: row.suite, guardedLabels: row.guardedLabels },
  ...{ expects: expectsOf(row), revision: row.revision },
})

export async function getSettings(ctx: Context, { params }: Input<typeof getSettingsContract>): Promise<Answer> {
  await authorize(ctx, 'prompts.read')
  return toSettings(await findPrompt(ctx.db, ctx, params.name))
}

/** Replaces all settings. The same settings again change nothing. Throws 404. */
export async function putSettings(
  ctx: Context,
  { params: { name }, body }: Input<typeof putSettingsContract>,
): Promise<Answer> {
  const object = { type: 'prompt', id: name }
  await authorize(ctx, 'prompts.manage', object)
  return change(ctx, async tx => {
    // Of two requests at once the second waits here, so that `before` in its audit entry is what the first has set.
    await lockAudit(tx, ctx.projectId)
    const before = await findPrompt(tx, ctx, name)
    const { name: _, revision: __, ...was } = toSettings(before)
    if (JSON.stringify(was) === JSON.stringify({ ...was, ...body })) return toSettings(before)
    const { projectId } = ctx
    const [row] = await tx.prisma.prompt.updateManyAndReturn({
      where: { projectId, name },
      data: { ...body, revision: { increment: 1 }, updatedAt: await ctx.clock.now(tx), updatedBy: ctx.actor.label },
    })
    await audit(tx, ctx, { action: 'prompt.configured', object, before: was, after: body })
    await publish(tx, projectId, { topic: 'prompts', type: 'prompt.configured', ids: [name] })
    return toSettings(row ?? before)
  })
}
