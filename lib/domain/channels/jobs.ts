import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithDue, sendDue } from './deliver.ts'

export const work: DomainWork = {
  ticks: [{ name: 'deliveries', everySeconds: 1, limitSeconds: 30, projects: projectsWithDue, run: sendDue }],
}
