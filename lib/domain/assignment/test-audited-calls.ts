import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'

const release = registerBody.parse({ agent: 'triage', code: 'git:7', model: { provider: 'openai', id: 'gpt-5' } })

export const auditedCalls: AuditedCalls = {
  'assignment.serve': async db => {
    const slug = newId('triage')
    await registerRelease(testContext(db), { params: { slug }, body: release })
    const params = { agent: 'triage', environment: 'production' }
    return { by: await browserOf(db, 'lead'), params, body: { release: slug, reason: 'the first' } }
  },
}
