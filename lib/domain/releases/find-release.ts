import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'

export type ReleaseRow = Prisma.ReleaseModel

export const findRelease = ({ prisma }: Reader, projectId: string, slug: string): Promise<ReleaseRow | null> =>
  prisma.release.findUnique({ where: { projectId_slug: { projectId, slug } } })

/** The registered release of this agent; null if there is none, or it belongs to another agent. */
export async function findReleaseOf(
  reader: Reader,
  projectId: string,
  agent: string,
  slug: string,
): Promise<ReleaseRow | null> {
  const row = await findRelease(reader, projectId, slug)
  return row?.agent === agent ? row : null
}
