import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { reviewRuleConfig } from './contract.ts'
import { putReviewRule } from './index.ts'

const fields = { pick: 'sample', percent: 100, ask: 'helpful', answer: 'boolean' }

async function configured(db: Database): Promise<string> {
  const slug = newId('rule')
  const body = reviewRuleConfig.put.body?.parse(fields)
  if (body) await putReviewRule(testContext(db), { params: { slug }, body })
  return slug
}

async function waiting(db: Database): Promise<string> {
  const { projectId } = testContext(db)
  const id = newId('rev')
  const rule = await configured(db)
  const data = { projectId, id, rule, traceId: id, status: 'waiting', queuedAt: new Date() }
  await db.prisma.reviewItem.create({ data })
  return id
}

export const auditedCalls: AuditedCalls = {
  'review-rules.put': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: newId('rule') },
    body: fields,
  }),
  'review-rules.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'review.finish': async db => ({
    by: await browserOf(db, 'operator'),
    params: { id: await waiting(db) },
    body: { value: true },
  }),
}
