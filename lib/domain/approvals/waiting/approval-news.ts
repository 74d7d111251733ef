import type { Reader } from '#lib/platform/db/transaction.ts'

/** The status of requests, and until when they can be claimed or reported on. For domains whose own state depends on a request. */
export async function approvalNews(
  { prisma }: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, { status: string; until: Date }>> {
  const rows = await prisma.approval.findMany({
    where: { projectId, id: { in: [...ids] } },
    select: { id: true, status: true, expiresAt: true, leaseUntil: true },
  })
  return new Map(rows.map(({ id, status, expiresAt, leaseUntil }) => [id, { status, until: leaseUntil ?? expiresAt }]))
}
