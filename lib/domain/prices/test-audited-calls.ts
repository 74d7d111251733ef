import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { priceConfig } from './contract.ts'
import { putPrice } from './index.ts'

const price = { inputUsdPerMillion: '2.5', outputUsdPerMillion: '10' }

async function set(db: Database): Promise<string> {
  const slug = newId('model')
  const body = priceConfig.put.body?.parse(price)
  if (body) await putPrice(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'prices.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('model') }, body: price }),
  'prices.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await set(db) } }),
}
