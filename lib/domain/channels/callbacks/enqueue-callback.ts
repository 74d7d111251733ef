import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Message } from '../schemas.ts'

/** The callback of a request for approval. */
interface Callback {
  approvalId: string
  /** Its secret signs what is posted. */
  agent: string
  url: string
}

/**
 * Puts a message on its way to a callback, in the transaction of what it reports: either both happen or none. It is sent at
 * least once, and always with the id that is answered here.
 */
export async function enqueueCallback(
  tx: Tx,
  { projectId }: Pick<Context, 'projectId'>,
  callback: Callback,
  message: Message,
): Promise<string> {
  const id = newId('dlv')
  const at = new Date(message.at)
  const due = { status: 'pending', nextAt: at, createdAt: at }
  const stored = message as unknown as Prisma.InputJsonObject
  await tx.prisma.delivery.create({ data: { projectId, id, ...callback, message: stored, ...due } })
  return id
}
