import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { newId } from '#lib/shared/ids.ts'

export const auditedCalls: AuditedCalls = {
  'configuration.apply': async db => ({
    by: await browserOf(db, 'lead'),
    body: { breakers: { [newId('breaker')]: { scope: { tool: 'search' } } } },
    also: ['breaker.configured'],
  }),
}
