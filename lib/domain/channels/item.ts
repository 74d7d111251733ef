import type { z } from 'zod'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { callbackDelivery, deliveryItem, Message } from './schemas.ts'

export function toDelivery(row: Prisma.DeliveryModel): z.output<typeof callbackDelivery> {
  const { type, title } = row.message as unknown as Message
  return {
    id: row.id,
    type,
    title,
    status: row.status as 'pending' | 'delivered' | 'failed',
    attempts: row.attempts,
    nextAt: row.status === 'pending' ? toRfc3339(row.nextAt) : null,
    lastAt: row.lastAt && toRfc3339(row.lastAt),
    lastResult: row.lastResult,
    createdAt: toRfc3339(row.createdAt),
  }
}

/** A delivery to this channel. */
export const toItem = (row: Prisma.DeliveryModel, channel: string): z.output<typeof deliveryItem> => ({
  ...toDelivery(row),
  channel,
})
