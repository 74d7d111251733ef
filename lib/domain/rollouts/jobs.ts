import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithRollouts, reconcileRollouts } from './reconcile.ts'

export const work: DomainWork = {
  ticks: [
    { name: 'rollouts', everySeconds: 1, limitSeconds: 60, projects: projectsWithRollouts, run: reconcileRollouts },
  ],
}
