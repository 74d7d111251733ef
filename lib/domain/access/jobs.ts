import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { pruneAccess } from './prune.ts'
import { ensureSetup } from './setup.ts'

export const work: DomainWork = {
  jobs: [{ name: 'prune-access', cron: '29 * * * *', run: pruneAccess }],
  async atStart(db, env) {
    const { setupUrl } = await ensureSetup(db, { env })
    return setupUrl ? [{ text: 'Create the first administrator', path: setupUrl }] : []
  },
}
