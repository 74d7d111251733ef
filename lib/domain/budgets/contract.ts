import { configContracts } from '#lib/shared/config/contracts.ts'
import { budgetFields } from './schemas.ts'

export const budgetConfig = configContracts({
  name: 'budget',
  plural: 'budgets',
  fields: budgetFields,
  read: 'project.read',
  write: 'budgets.manage',
  example: { kind: 'run', agent: 'incident-responder', toolCalls: 40, usd: '0.50' },
})
