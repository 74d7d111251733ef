import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { alertConfig } from './contract.ts'
import { createSilence, putAlert } from './index.ts'

const body = { measure: 'errorRate', by: ['agent'], condition: { above: 0.05 } }

async function configured(db: Database): Promise<string> {
  const slug = newId('al')
  const parsed = alertConfig.put.body?.parse(body)
  if (parsed) await putAlert(testContext(db), { params: { slug }, body: parsed })
  return slug
}
const silenced = async (db: Database) =>
  (await createSilence(testContext(db), { body: { rule: null, labels: {}, seconds: 600, reason: 'maintenance' } })).id

export const auditedCalls: AuditedCalls = {
  'alerts.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('al') }, body }),
  'alerts.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'alerts.silence': async db => ({
    by: await browserOf(db, 'operator'),
    body: { seconds: 600, reason: 'maintenance' },
  }),
  'alerts.endSilence': async db => ({ by: await browserOf(db, 'operator'), params: { id: await silenced(db) } }),
}
