import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'

const release = registerBody.parse({ agent: 'triage', code: 'git:7', model: { provider: 'openai', id: 'gpt-5' } })

export const auditedCalls: AuditedCalls = {
  'assignment.serve': async db => {
    await registerRelease(testContext(db), { params: { slug: 'triage-7' }, body: release })
    const params = { agent: 'triage', environment: 'production' }
    return { by: await browserOf(db, 'lead'), params, body: { release: 'triage-7', reason: 'the first' } }
  },
}
