import type { DomainWork } from '#lib/platform/jobs/work.ts'
import { observeSpend, projectsWithPeriods } from './observe-spend.ts'
import { pruneStates } from './prune.ts'
import { projectsToSweep, sweepPermits } from './sweep.ts'
import { projectsToJudge } from './traced/feed.ts'
import { judgeTraces } from './traced/judge-traces.ts'

export const work: DomainWork = {
  jobs: [{ name: 'prune-states', cron: '37 3 * * *', run: pruneStates }],
  ticks: [
    {
      name: 'period-spend',
      everySeconds: 10,
      limitSeconds: 30,
      projects: projectsWithPeriods,
      run: observeSpend,
    },
    {
      name: 'permit-leases',
      everySeconds: 1,
      limitSeconds: 10,
      projects: projectsToSweep,
      run: async ctx => void (await sweepPermits(ctx)),
    },
    {
      name: 'judge-traces',
      everySeconds: 2,
      limitSeconds: 30,
      projects: projectsToJudge,
      run: judgeTraces,
    },
  ],
}
