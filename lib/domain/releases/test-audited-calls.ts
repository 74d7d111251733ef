import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { newId } from '#lib/shared/ids.ts'

const body = { agent: 'triage', code: 'git:1', model: { provider: 'openai', id: 'gpt-5' } }

export const auditedCalls: AuditedCalls = {
  'releases.register': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('triage') }, body }),
}
