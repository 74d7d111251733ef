import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCall, AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { createIncident } from './index.ts'

const body = { title: 'Search answers nothing', severity: 'warning' } as const

const work =
  (sent: object) =>
  async (db: Database): Promise<AuditedCall> => ({
    by: await browserOf(db, 'operator'),
    params: { id: (await createIncident(testContext(db), { body })).id },
    body: sent,
  })

export const auditedCalls: AuditedCalls = {
  'incidents.create': async db => ({ by: await browserOf(db, 'operator'), body }),
  'incidents.acknowledge': work({}),
  'incidents.note': work({ text: 'The vendor confirms it.' }),
  'incidents.revise': work({ severity: 'info' }),
  'incidents.resolve': work({ summary: 'The vendor had an outage.' }),
}
