import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { escalate, projectsWithDue } from './escalate.ts'

export const work: DomainWork = {
  ticks: [{ name: 'on-call', everySeconds: 2, limitSeconds: 20, projects: projectsWithDue, run: escalate }],
}
