import { configured } from '#lib/domain/review-rules/test-audited-calls.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'

async function waiting(db: Database): Promise<string> {
  const { projectId } = testContext(db)
  const id = newId('rev')
  const rule = await configured(db)
  const data = { projectId, id, rule, traceId: id, status: 'waiting', queuedAt: new Date() }
  await db.prisma.reviewItem.create({ data })
  return id
}

export const auditedCalls: AuditedCalls = {
  'review.finish': async db => ({
    by: await browserOf(db, 'operator'),
    params: { id: await waiting(db) },
    body: { value: true },
  }),
}
