import { audit } from '#lib/platform/audit/write.ts'
import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'

/** Announces an attempt to whoever looks at the request; once nothing more is tried, the audit log has what became of it. */
export async function recordCallback(
  tx: Tx,
  { db, projectId }: Context,
  { id, url, status, attempts, lastResult }: Prisma.DeliveryModel,
  approvalId: string,
): Promise<void> {
  await publish(tx, projectId, { topic: 'callbacks', type: 'callback.attempted', ids: [approvalId] })
  if (status === 'pending') return
  await audit(tx, systemContext(db, projectId, 'callbacks'), {
    action: `approval.callback_${status}`,
    object: { type: 'approval', id: approvalId },
    evidence: { delivery: id, url, attempts, lastResult },
  })
}
