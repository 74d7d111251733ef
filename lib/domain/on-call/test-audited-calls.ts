import { putChannel } from '#lib/domain/channels/index.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { onCallConfig } from './contract.ts'
import { pageOnCall, putOnCall } from './index.ts'

async function withChannel(db: Database) {
  const channel = newId('ch')
  const body = { kind: 'email' as const, url: null, secret: null, to: ['ada@example.com'], enabled: true }
  await putChannel(testContext(db), { params: { slug: channel }, body })
  return { steps: [{ channels: [channel] }] }
}

async function configured(db: Database): Promise<string> {
  const slug = newId('oc')
  const body = onCallConfig.put.body?.parse(await withChannel(db))
  if (body) await putOnCall(testContext(db), { params: { slug }, body })
  return slug
}

async function paged(db: Database): Promise<string> {
  const [policy, ctx, at] = [await configured(db), testContext(db), new Date()]
  const message = {
    ...{ type: 'incident.opened', title: 'An incident', text: '', severity: 'critical' as const },
    ...{ state: 'open' as const, key: newId('key'), path: '/', at: at.toISOString() },
  }
  const scope = { agent: null, environment: null }
  return (await transaction(db, tx => pageOnCall(tx, ctx, { policy, scope, message, at }))) ?? ''
}

export const auditedCalls: AuditedCalls = {
  'on-call.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('oc') },
    body: await withChannel(db),
  }),
  'on-call.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'on-call.acknowledge': async db => ({ by: await browserOf(db, 'operator'), params: { id: await paged(db) } }),
}
