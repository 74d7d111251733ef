import type { Tx } from '#lib/platform/db/transaction.ts'

// SQL: Prisma has no row locks.

/**
 * Serialises changes that could take away the last administrator: they queue on the project's row, so that each sees
 * what the one before it committed. NO KEY: inserts that refer to the project go on meanwhile.
 */
export async function lockMembers(tx: Tx, projectId: string): Promise<void> {
  await tx.query('select 1 from project where id = $1 for no key update', [projectId])
}
