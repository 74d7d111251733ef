import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCall, AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { breakerConfig } from './contract.ts'
import { forceOpen, putBreaker } from './index.ts'

const body = { scope: { tool: 'search' } }

async function set(db: Database): Promise<string> {
  const slug = newId('breaker')
  const parsed = breakerConfig.put.body?.parse(body)
  if (parsed) await putBreaker(testContext(db), { params: { slug }, body: parsed })
  return slug
}
const order = async (db: Database): Promise<AuditedCall> => ({
  by: await browserOf(db, 'operator'),
  params: { slug: await set(db) },
  body: { reason: 'an outage' },
})

export const auditedCalls: AuditedCalls = {
  'breakers.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('breaker') }, body }),
  'breakers.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await set(db) } }),
  'breakers.forceOpen': order,
  'breakers.reset': order,
  'breakers.disable': order,
  'breakers.metricsOnly': order,
  'breakers.probe': async db => {
    const call = await order(db)
    await forceOpen(testContext(db), { params: { slug: call.params?.slug ?? '' }, body: { reason: 'an outage' } })
    return call
  },
}
