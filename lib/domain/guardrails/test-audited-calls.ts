import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { guardrailConfig } from './contract.ts'
import { putGuardrail } from './index.ts'

async function registered(db: Database): Promise<string> {
  const slug = newId('gr')
  const body = guardrailConfig.put.body?.parse({ stage: 'output', check: 'secrets', action: 'redact' })
  if (body) await putGuardrail(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'guardrails.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('gr') },
    body: { stage: 'output', check: 'secrets', action: 'redact' },
  }),
  'guardrails.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await registered(db) } }),
}
