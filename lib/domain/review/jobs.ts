import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { fillQueue, projectsWithRules } from './fill-queue.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'review-queue',
      everySeconds: 5,
      limitSeconds: 20,
      projects: projectsWithRules,
      run: async ctx => void (await fillQueue(ctx)),
    },
  ],
}
