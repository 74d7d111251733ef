import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid, Problem } from '#lib/shared/problem.ts'
import type { createProjectContract } from './contract.ts'
import { insertProject } from './insert-project.ts'
import { toProject } from './internal.ts'
import { slugOf } from './rules.ts'

/** Throws 409 `slug-taken`, or 422 where no slug can be made from the name. */
export async function createProject(
  ctx: Context,
  { body }: Input<typeof createProjectContract>,
): Promise<Output<typeof createProjectContract>> {
  await authorize(ctx, 'projects.manage')
  const slug = body.slug ?? slugOf(body.name)
  if (slug === '') throw invalid('Give a name for addresses as well: this name has no letter from a to z.', 'body.slug')
  const row = await transaction(ctx.db, tx => insertProject(tx, ctx, { slug, name: body.name, demo: false }))
  if (row) return toProject(row, 'admin')
  throw new Problem({
    status: 409,
    type: 'slug-taken',
    title: 'Conflict',
    detail: `Another project of this instance has the address ${slug}.`,
    field: 'body.slug',
  })
}
