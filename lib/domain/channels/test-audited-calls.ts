import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { channelConfig } from './contract.ts'
import { putChannel } from './index.ts'

const webhook = { kind: 'webhook', url: 'http://127.0.0.1:9/', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }

async function configured(db: Database): Promise<string> {
  const slug = newId('ch')
  const body = channelConfig.put.body?.parse(webhook)
  if (body) await putChannel(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'channels.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('ch') },
    body: webhook,
  }),
  'channels.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'channels.test': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'channels.makeCallbackSecret': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('agent') } }),
}
