import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { budgetConfig } from './contract.ts'
import { putBudget } from './index.ts'

const body = { kind: 'run', toolCalls: 5 }

export const auditedCalls: AuditedCalls = {
  'budgets.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('budget') }, body }),
  'budgets.archive': async db => {
    const slug = newId('budget')
    const parsed = budgetConfig.put.body?.parse(body)
    if (parsed) await putBudget(testContext(db), { params: { slug }, body: parsed })
    return { by: await browserOf(db, 'lead'), params: { slug } }
  },
}
