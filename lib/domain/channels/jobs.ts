import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithDue, sendDue } from './deliver.ts'

export const work: DomainWork = {
  // People who wait for a rollback or a page must hear of it well within a second.
  ticks: [{ name: 'deliveries', everySeconds: 0.25, limitSeconds: 30, projects: projectsWithDue, run: sendDue }],
}
