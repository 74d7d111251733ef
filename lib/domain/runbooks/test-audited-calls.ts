import { createIncident } from '#lib/domain/incidents/index.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { runbookConfig } from './contract.ts'
import { putRunbook } from './index.ts'

const fields = { title: 'Look', matches: { agent: 'a-runbook-agent' }, steps: [{ text: 'Look at it.' }] }

async function written(db: Database): Promise<string> {
  const slug = newId('runbook')
  const body = runbookConfig.put.body?.parse(fields)
  if (body) await putRunbook(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'runbooks.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('runbook') },
    body: fields,
  }),
  'runbooks.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await written(db) } }),
  'runbooks.takeStep': async db => {
    const runbook = await written(db)
    const incident = { title: 'It fails', severity: 'warning', agent: 'a-runbook-agent' } as const
    const { id } = await createIncident(testContext(db), { body: incident })
    return { by: await browserOf(db, 'operator'), params: { id, n: '1' }, body: { take: 'done', runbook } }
  },
}
