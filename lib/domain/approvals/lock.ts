import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { findApproval, type Row } from './internal.ts'

// SQL: Prisma has no row locks.

/** Reads an approval that stays as it is until the transaction ends, so that state and time are read together. */
export async function lockApproval(tx: Tx, ctx: Context, id: string): Promise<Row> {
  await tx.query('select 1 from approval where project_id = $1 and id = $2 for update', [ctx.projectId, id])
  return findApproval(tx, ctx, id)
}
