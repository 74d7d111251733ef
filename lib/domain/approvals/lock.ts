import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { type Row, visibleTo } from './internal.ts'

// SQL: Prisma has no row locks.

/** Reads an approval and locks its row until the transaction ends, so that nobody changes it before we write. */
export async function lockApproval(tx: Tx, ctx: Context, id: string): Promise<Row> {
  const [row] = await tx.query('select * from approval where project_id = $1 and id = $2 for update', [
    ctx.projectId,
    id,
  ])
  return visibleTo(ctx, row ? inCamelCase(row) : null)
}

/** The columns by the names that Prisma uses. */
function inCamelCase(row: Record<string, unknown>): Row {
  const named = Object.entries(row).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  return Object.fromEntries(named)
}
