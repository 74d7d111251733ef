import type { Database } from '#lib/platform/db/client.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role } from '#lib/shared/permissions.ts'

/** A project with these people in it; for tests. */
export async function givenProject(db: Database, people: Partial<Record<Role, string>>, demo = false) {
  const id = newId('prj')
  const fields = { id, slug: id.replaceAll('_', '-'), name: `Project ${id.slice(-6)}`, demo }
  const project = await db.prisma.project.create({ data: fields })
  for (const [role, userId] of Object.entries(people)) {
    await db.prisma.membership.create({ data: { projectId: id, userId, role } })
  }
  return project
}
