import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { pruneLangfuse } from './langfuse/prune.ts'
import { ensurePartitions } from './partitions.ts'

export const work: DomainWork = {
  jobs: [
    { name: 'span-partitions', cron: '17 3 * * *', run: ensurePartitions },
    { name: 'prune-langfuse', cron: '7 4 * * *', run: pruneLangfuse },
  ],
  async atStart(db) {
    await ensurePartitions(db)
    return []
  },
}
