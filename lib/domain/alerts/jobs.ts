import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { evaluateAlerts, projectsWithAlerts } from './evaluate-alerts.ts'

export const work: DomainWork = {
  ticks: [{ name: 'alerts', everySeconds: 10, limitSeconds: 60, projects: projectsWithAlerts, run: evaluateAlerts }],
}
