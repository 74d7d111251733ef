import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import { listBudgets } from '#lib/domain/budgets/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(budgetConfig.list, listBudgets)
