import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsToSweep, sweepPermits } from './sweep.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'permit-leases',
      everySeconds: 1,
      limitSeconds: 10,
      projects: projectsToSweep,
      run: async ctx => void (await sweepPermits(ctx)),
    },
  ],
}
