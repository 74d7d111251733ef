import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { renameProjectContract } from './contract.ts'
import { toProject } from './internal.ts'

/** Gives the project that the caller is in another name. */
export async function renameProject(
  ctx: Context,
  { body: { name } }: Input<typeof renameProjectContract>,
): Promise<Output<typeof renameProjectContract>> {
  const { projectId: id } = ctx
  await authorize(ctx, 'projects.manage', { type: 'project', id })
  const row = await transaction(ctx.db, async tx => {
    const before = await tx.prisma.project.findUniqueOrThrow({ where: { id } })
    if (before.name === name) return before
    const after = await tx.prisma.project.update({ where: { id }, data: { name } })
    const entry = { action: 'project.renamed', object: { type: 'project', id } }
    await audit(tx, ctx, { ...entry, before: { name: before.name }, after: { name } })
    await publish(tx, id, { topic: 'projects', type: 'project.renamed', ids: [id] })
    return after
  })
  return toProject(row, ctx.actor.kind === 'user' ? ctx.actor.role : 'admin')
}
