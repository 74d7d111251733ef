import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { findApproval, type Row } from './internal.ts'

// SQL: Prisma has no row locks.

/** Reads an approval and locks its row until the transaction ends: nobody changes it between this reading and our writing. */
export async function lockApproval(tx: Tx, ctx: Context, id: string): Promise<Row> {
  await tx.query('select 1 from approval where project_id = $1 and id = $2 for update', [ctx.projectId, id])
  return findApproval(tx, ctx, id)
}
