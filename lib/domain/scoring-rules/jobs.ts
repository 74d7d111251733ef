import { projectsWaiting } from '#lib/domain/judges/index.ts'
import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { pickTraces, projectsWithRules } from './pick-traces.ts'
import { scoreTraces } from './score-traces.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'scoring-rules',
      everySeconds: 5,
      limitSeconds: 20,
      projects: projectsWithRules,
      run: async ctx => void (await pickTraces(ctx)),
    },
    {
      name: 'trace-scoring',
      everySeconds: 1,
      limitSeconds: 150,
      projects: projectsWaiting('trace'),
      run: async ctx => void (await scoreTraces(ctx)),
    },
  ],
}
