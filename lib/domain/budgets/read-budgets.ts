import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { budgetConfig } from './contract.ts'
import type { Budget } from './schemas.ts'

/** All budgets that apply now, by name. */
export const readBudgets = (reader: Reader, projectId: string): Promise<Budget[]> =>
  readConfigs(reader, projectId, budgetConfig)
