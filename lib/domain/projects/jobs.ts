import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { emptyProject, projectsToEmpty } from './empty-projects.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'removed-projects',
      everySeconds: 5,
      limitSeconds: 60,
      projects: projectsToEmpty,
      run: async ctx => void (await emptyProject(ctx)),
    },
  ],
}
