import { z } from 'zod'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { putGroup, putPolicy } from './index.ts'
import { groupFields, policyBody } from './schemas.ts'

const policy = { outcome: 'deny' as const, tools: ['drop_table'] }

async function aPolicy(db: Database): Promise<string> {
  const slug = newId('pol')
  await putPolicy(testContext(db), { params: { slug }, body: policyBody.parse(policy) })
  return slug
}
async function aGroup(db: Database): Promise<string> {
  const slug = newId('grp')
  await putGroup(testContext(db), { params: { slug }, body: z.object(groupFields).parse({}) })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'policies.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('pol') }, body: policy }),
  'policies.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await aPolicy(db) } }),
  'groups.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('grp') },
    body: { members: ['ada@example.test'] },
  }),
  'groups.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await aGroup(db) } }),
}
