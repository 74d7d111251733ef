import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { archiveBudget, getBudget, putBudget } from '#lib/domain/budgets/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(budgetConfig.get, getBudget)
export const PUT = handle(budgetConfig.put, putBudget)
export const DELETE = handle(budgetConfig.archive, archiveBudget)
