import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { budgetConfig } from './contract.ts'
import type { Budget } from './schemas.ts'

/** All budgets that hold now, by name. */
export async function readBudgets({ prisma }: Reader, projectId: string): Promise<Budget[]> {
  const rows = await prisma.configObject.findMany({
    where: { projectId, kind: budgetConfig.name, archivedAt: null },
    orderBy: { slug: 'asc' },
  })
  return rows.map(row => ({ slug: row.slug, ...fieldsOf(budgetConfig, row) }))
}
