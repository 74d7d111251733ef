import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { evaluateSlos, projectsWithSlos } from './evaluate.ts'

export const work: DomainWork = {
  ticks: [
    { name: 'service-levels', everySeconds: 30, limitSeconds: 60, projects: projectsWithSlos, run: evaluateSlos },
  ],
}
