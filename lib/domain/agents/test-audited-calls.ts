import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { agentConfig } from './contract.ts'
import { disableAgent, disableProject, putAgent } from './index.ts'

const reason = 'it runs wild'

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
  'agents.disable': async db => ({
    by: await browserOf(db, 'operator'),
    params: { slug: newId('agent') },
    body: { reason },
  }),
  'agents.enable': async db => {
    const slug = await registered(db)
    await disableAgent(testContext(db), { params: { slug }, body: { reason } })
    return { by: await browserOf(db, 'admin'), params: { slug }, body: { reason } }
  },
  'agents.disableProject': async db => {
    await db.prisma.projectSwitch.deleteMany()
    return { by: await browserOf(db, 'operator'), body: { reason } }
  },
  'agents.enableProject': async db => {
    await disableProject(testContext(db), { body: { reason } })
    return { by: await browserOf(db, 'admin'), body: { reason } }
  },
  'agents.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await registered(db) } }),
}
