import { onCallConfig } from '#lib/domain/on-call/contract.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { plural } from '#lib/shared/numbers.ts'
import { runbookConfig } from './contract.ts'
import { matching } from './rules.ts'

const quarter = 90 * 86_400_000

/** Whether every incident finds a runbook and a person. */
export const readiness: ReadinessSource = {
  points: ['runbooks'],
  async measure({ db, projectId }, { now }) {
    const [runbooks, onCall, seen] = await Promise.all([
      readConfigs(db, projectId, runbookConfig),
      readConfigs(db, projectId, onCallConfig),
      db.prisma.incident.groupBy({
        by: ['cause', 'agent'],
        where: { projectId, openedAt: { gte: new Date(now.getTime() - quarter) } },
        _count: { _all: true },
        orderBy: [{ cause: 'asc' }, { agent: 'asc' }],
      }),
    ])
    const alone = seen.filter(incident => matching(runbooks, incident).length === 0)
    const without = alone.map(({ cause, agent, _count }) => ({
      text: `${plural(_count._all, 'incident')} of ${cause.replaceAll('-', ' ')}${agent === null ? '' : ` in ${agent}`} had no runbook`,
      href: `/incidents?state=all`,
    }))
    const nobody = { text: 'Nobody is on call: an incident waits until somebody notices it', href: '/alerts/on-call' }
    const incidents = seen.reduce((sum, { _count }) => sum + _count._all, 0)
    return [
      {
        id: 'runbooks',
        begun: runbooks.length > 0,
        found: `${plural(runbooks.length, 'runbook')}, ${plural(incidents, 'incident')} in the last 90 days, ${plural(onCall.length, 'on-call rule')}`,
        gaps: [...without, ...(onCall.length === 0 ? [nobody] : [])],
        next:
          without.length > 0 || runbooks.length === 0
            ? { text: 'Write a runbook', command: null, href: '/runbooks' }
            : onCall.length === 0
              ? { text: 'Set who is on call', command: null, href: '/alerts/on-call' }
              : null,
      },
    ]
  },
}
