import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Row } from '../internal.ts'

/** The person who created the key that asked; null: it was no key of this project. By default they may decide too. */
export async function creatorOfKey({ prisma }: Reader, { projectId }: Context, { requestedBy }: Row) {
  const key = await prisma.apiKey.findFirst({ where: { projectId, id: requestedBy }, select: { createdBy: true } })
  return key?.createdBy ?? null
}
