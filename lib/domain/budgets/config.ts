import { configVerbs } from '#lib/platform/config/verbs.ts'
import { checkBudget } from './check-budget.ts'
import { budgetConfig } from './contract.ts'
import type { BudgetFields } from './schemas.ts'

const verbs = configVerbs(budgetConfig, {
  announce: (what, slug, revision) => ({ topic: 'budgets', type: `budget.${what}`, ids: [slug], revision }),
  check: fields => checkBudget(fields as BudgetFields),
})

export const putBudget = verbs.put
export const getBudget = verbs.get
export const listBudgets = verbs.list
export const archiveBudget = verbs.archive
/** For configuration as one file. */
export const budgetKind = verbs.kind
