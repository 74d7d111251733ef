import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { startRecompute } from './recompute/start.ts'

let begun = 0
/** A new range for each call, because an open one would be continued. */
const range = () => {
  const day = `2001-01-${String(++begun).padStart(2, '0')}`
  return { from: day, to: day }
}

export const auditedCalls: AuditedCalls = {
  'traces.recompute': async db => ({ by: await browserOf(db, 'admin'), body: range() }),
  'traces.stopRecompute': async db => ({
    by: await browserOf(db, 'admin'),
    params: { id: (await startRecompute(testContext(db), range())).id },
  }),
}
