import type { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { toDelivery } from '../item.ts'
import type { callbackDelivery } from '../schemas.ts'

/** What was posted, or is to be posted, to the callback of a request for approval; oldest first. */
export async function callbacksOf(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  approvalId: string,
): Promise<z.output<typeof callbackDelivery>[]> {
  const rows = await prisma.delivery.findMany({
    where: { projectId, approvalId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toDelivery)
}
