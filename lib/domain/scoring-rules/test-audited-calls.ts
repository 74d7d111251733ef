import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { scoringRuleConfig } from './contract.ts'
import { putScoringRule } from './index.ts'

const fields = { score: 'polite', percent: 5, by: 'regex', pattern: 'please' }

async function configured(db: Database): Promise<string> {
  const slug = newId('rule')
  const body = scoringRuleConfig.put.body?.parse(fields)
  if (body) await putScoringRule(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'scoring-rules.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('rule') }, body: fields }),
  'scoring-rules.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
}
