import { projectsWaiting } from '#lib/domain/judges/index.ts'
import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsThatPropose, proposeTraces } from './proposals/propose-traces.ts'
import { scoreOutputs } from './scoring/score-outputs.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'eval-scoring',
      everySeconds: 1,
      limitSeconds: 150,
      projects: projectsWaiting('run'),
      run: async ctx => void (await scoreOutputs(ctx)),
    },
    {
      name: 'eval-proposals',
      everySeconds: 10,
      limitSeconds: 20,
      projects: projectsThatPropose,
      run: async ctx => void (await proposeTraces(ctx)),
    },
  ],
}
