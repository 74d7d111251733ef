import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, Problem } from '#lib/shared/problem.ts'
import { closeProject, forgetProject } from './close-project.ts'
import type { removeProjectContract } from './contract.ts'
import { toProject } from './internal.ts'

/**
 * Takes the project that the caller is in away from everybody, at once; its rows go later (`emptyProjects`). Throws 409
 * `first-project`, or 422 `wrong-name` where the typed name is another.
 */
export async function removeProject(
  ctx: Context,
  { body }: Input<typeof removeProjectContract>,
): Promise<Output<typeof removeProjectContract>> {
  const { projectId: id } = ctx
  await authorize(ctx, 'projects.manage', { type: 'project', id })
  await requireRecentSignIn(ctx)
  if (id === defaultProject) {
    throw conflict(
      'first-project',
      'The first project keeps the audit log of the instance, so it cannot be removed. Rename it instead.',
    )
  }
  const { before, keyHashes } = await transaction(ctx.db, async tx => {
    const before = await tx.prisma.project.findUniqueOrThrow({ where: { id } })
    if (before.name !== body.name) throw wrongName(before.name)
    return { before, keyHashes: await closeProject(tx, ctx, before) }
  })
  forgetProject(keyHashes)
  return toProject(before, ctx.actor.kind === 'user' ? ctx.actor.role : 'admin')
}

const wrongName = (name: string) =>
  new Problem({
    status: 422,
    type: 'wrong-name',
    title: 'Another name',
    detail: `Type the name of this project: ${name}`,
    field: 'body.name',
  })
