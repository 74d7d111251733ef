import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { reviewRuleConfig } from './contract.ts'
import { putReviewRule } from './index.ts'

const fields = { pick: 'sample', percent: 100, ask: 'helpful', answer: 'boolean' }

/** A rule that asks for yes or no. */
export async function configured(db: Database): Promise<string> {
  const slug = newId('rule')
  const body = reviewRuleConfig.put.body?.parse(fields)
  if (body) await putReviewRule(testContext(db), { params: { slug }, body })
  return slug
}

export const auditedCalls: AuditedCalls = {
  'review-rules.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('rule') },
    body: fields,
  }),
  'review-rules.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
}
