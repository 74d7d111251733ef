import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { judgeConfig } from './contract.ts'
import { putJudge } from './index.ts'

const fields = { url: 'https://api.example.com/v1', model: 'small' }

async function configured(db: Database): Promise<string> {
  const slug = newId('judge')
  const body = judgeConfig.put.body?.parse(fields)
  if (body) await putJudge(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'judges.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('judge') }, body: fields }),
  'judges.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
}
