import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Message } from './schemas.ts'

/**
 * Puts a message on its way to channels, in the transaction of what it tells: either both happen or none. It is sent at
 * least once; a receiver tells a repetition by its id.
 */
export async function enqueue(
  tx: Tx,
  { projectId, clock }: Pick<Context, 'projectId' | 'clock'>,
  channels: readonly string[],
  message: Message,
): Promise<string[]> {
  const now = await clock.now(tx)
  const rows = [...new Set(channels)].map(channel => ({
    ...{ projectId, id: newId('dlv'), channel, message: message as object, status: 'pending' },
    ...{ nextAt: now, createdAt: now },
  }))
  await tx.prisma.delivery.createMany({ data: rows })
  return rows.map(({ id }) => id)
}
