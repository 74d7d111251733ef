import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { pruneLangfuse } from './langfuse/prune.ts'
import { markOldTraces, projectsWithUnmarked } from './marks/mark-old-traces.ts'
import { ensurePartitions } from './partitions.ts'
import { recomputeTick } from './recompute/tick.ts'

export const work: DomainWork = {
  jobs: [
    { name: 'span-partitions', cron: '17 3 * * *', run: ensurePartitions },
    { name: 'prune-langfuse', cron: '7 4 * * *', run: pruneLangfuse },
  ],
  ticks: [
    recomputeTick,
    {
      name: 'trace-marks',
      everySeconds: 10,
      limitSeconds: 30,
      projects: projectsWithUnmarked,
      run: async ctx => void (await markOldTraces(ctx)),
    },
  ],
  async atStart(db) {
    await ensurePartitions(db)
    return []
  },
}
