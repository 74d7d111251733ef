import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithWaitingStages, settleStages } from './settle-approvals.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'pipeline-stages',
      everySeconds: 2,
      limitSeconds: 20,
      projects: projectsWithWaitingStages,
      run: settleStages,
    },
  ],
}
