import type { Tx } from '#lib/platform/db/transaction.ts'
import { findRow, type Row } from './rows.ts'

// SQL: Prisma has no row locks.

/** The row, locked until the transaction ends; null where there is none. */
export async function lockRow(tx: Tx, projectId: string, kind: string, slug: string): Promise<Row | null> {
  const locked = await tx.query(
    'select 1 from config_object where project_id = $1 and kind = $2 and slug = $3 for update',
    [projectId, kind, slug],
  )
  // A row that was created since the lock was asked for would be read without being locked.
  return locked.length === 0 ? null : findRow(tx, projectId, kind, slug)
}
