import { audit } from '#lib/platform/audit/write.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'

interface NewProject {
  slug: string
  name: string
  demo: boolean
}

/**
 * Adds a project whose administrator is the caller. Its audit log begins with this, and that of the first project tells
 * it. Null: the slug is taken.
 */
export async function insertProject(tx: Tx, ctx: Context, fields: NewProject): Promise<Prisma.ProjectModel | null> {
  const { project, membership } = tx.prisma
  const id = newId('prj')
  const createdBy = ctx.actor.id
  const [row] = await project.createManyAndReturn({ data: [{ id, ...fields, createdBy }], skipDuplicates: true })
  if (!row) return null
  if (ctx.actor.kind === 'user') {
    await membership.create({ data: { projectId: id, userId: ctx.actor.id, role: 'admin' } })
  }
  const entry = { action: 'project.created', object: { type: 'project', id }, after: fields }
  await audit(tx, { ...ctx, projectId: id }, entry)
  await audit(tx, { ...ctx, projectId: defaultProject }, entry)
  return row
}
