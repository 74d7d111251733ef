import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { projectsWithWaitingMoves, settleMoves } from './settle-moves.ts'

export const work: DomainWork = {
  ticks: [
    {
      name: 'prompt-labels',
      everySeconds: 2,
      limitSeconds: 20,
      projects: projectsWithWaitingMoves,
      run: async ctx => void (await settleMoves(ctx)),
    },
  ],
}
