import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { agentConfig } from './contract.ts'
import { putAgent } from './index.ts'

async function registered(db: Database): Promise<string> {
  const slug = newId('agent')
  const body = agentConfig.put.body?.parse({ owner: 'support' })
  if (body) await putAgent(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'agents.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('agent') },
    body: { owner: 'support' },
  }),
  'agents.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await registered(db) } }),
}
