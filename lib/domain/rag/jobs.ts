import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithPipelines, watchRetrievals } from './watch-retrievals.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'rag-retrievals',
      everySeconds: 60,
      limitSeconds: 60,
      projects: projectsWithPipelines,
      run: watchRetrievals,
    },
  ],
}
