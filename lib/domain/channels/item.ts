import type { z } from 'zod'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { deliveryItem, Message } from './schemas.ts'

export function toItem(row: Prisma.DeliveryModel): z.output<typeof deliveryItem> {
  const { type, title } = row.message as unknown as Message
  return {
    id: row.id,
    channel: row.channel,
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
