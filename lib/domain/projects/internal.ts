import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Project } from './schemas.ts'

/** A project as its member sees it. */
export const toProject = (row: Prisma.ProjectModel, role: string): Project => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  demo: row.demo,
  role: role as Role,
  createdAt: toRfc3339(row.createdAt),
})
