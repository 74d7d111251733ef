import type { Database } from '#lib/platform/db/client.ts'

/** Outbox rows serve reconnecting pages; idempotent answers serve retries. Both are kept for a day. */
export async function prune(db: Database): Promise<void> {
  await db.pool.query("delete from outbox_event where at < now() - interval '1 day'")
  await db.pool.query("delete from idempotent_request where created_at < now() - interval '1 day'")
}
