import type { Reader } from '#lib/platform/db/transaction.ts'

/** How far requests are, and until when they may be claimed or reported on: for whoever holds something for them. */
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
