import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { Judge } from './schemas.ts'

/** One version of a judge. Throws 404. */
export async function findVersion(
  { prisma }: Reader,
  projectId: string,
  judge: string,
  version: number,
): Promise<Judge> {
  const row = await prisma.judgeVersion.findUnique({
    where: { projectId_judge_version: { projectId, judge, version } },
  })
  if (!row) throw notFound('version of the judge')
  return row.body as unknown as Judge
}
