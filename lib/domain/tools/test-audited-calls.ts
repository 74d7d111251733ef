import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { toolConfig } from './contract.ts'
import { putTool } from './index.ts'

async function registered(db: Database): Promise<string> {
  const slug = newId('tool')
  const body = toolConfig.put.body?.parse({ owner: 'support' })
  if (body) await putTool(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'tools.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('tool') },
    body: { owner: 'support' },
  }),
  'tools.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await registered(db) } }),
}
