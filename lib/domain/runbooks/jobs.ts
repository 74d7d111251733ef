import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithoutRunbooks, seedRunbooks } from './seed-runbooks.ts'
import { projectsWithWaitingSteps, settleSteps } from './settle-steps.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'runbook-seeds',
      everySeconds: 5,
      limitSeconds: 20,
      projects: projectsWithoutRunbooks,
      run: seedRunbooks,
    },
    {
      name: 'runbook-steps',
      everySeconds: 2,
      limitSeconds: 20,
      projects: projectsWithWaitingSteps,
      run: async ctx => void (await settleSteps(ctx)),
    },
  ],
}
