import { budgetUseContract } from '#lib/domain/permits/contract.ts'
import { readBudgetUse } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(budgetUseContract, readBudgetUse)
