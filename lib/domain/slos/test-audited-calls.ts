import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { sloConfig } from './contract.ts'
import { putSlo } from './index.ts'

const body = { agent: 'triage', objective: 'success', target: 0.99, days: 7 }

async function set(db: Database): Promise<string> {
  const slug = newId('slo')
  const parsed = sloConfig.put.body?.parse(body)
  if (parsed) await putSlo(testContext(db), { params: { slug }, body: parsed })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'slos.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('slo') }, body }),
  'slos.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await set(db) } }),
}
