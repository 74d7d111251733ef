import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { escalate, projectsToEscalate } from './waiting/escalate.ts'
import { expireDue, projectsWithDue } from './waiting/expire.ts'
import { projectsToRecheck, recheckWaiting } from './waiting/recheck-waiting.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'approval-expiry',
      everySeconds: 1,
      limitSeconds: 5,
      projects: projectsWithDue,
      run: async ctx => void (await expireDue(ctx)),
    },
    {
      name: 'approvals-again',
      everySeconds: 1,
      limitSeconds: 10,
      projects: projectsToRecheck,
      run: recheckWaiting,
    },
    {
      name: 'approval-escalation',
      everySeconds: 5,
      limitSeconds: 10,
      projects: projectsToEscalate,
      run: escalate,
    },
  ],
}
