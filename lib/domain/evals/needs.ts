import type { NeedSource } from '#lib/platform/needs.ts'
import type { Need } from '#lib/shared/need.ts'
import { plural } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

interface Waiting {
  suite: string
  _count: number
  _min: { proposedAt: Date | null }
}

/** Proposals that wait, counted by suite. Those that have waited longest come first. */
export const needs: NeedSource = {
  id: 'eval-proposals',
  permission: 'evals.accept',
  async read({ db, projectId }, { most }) {
    const waiting = await db.prisma.evalProposal.groupBy({
      by: ['suite'],
      where: { projectId, state: 'waiting' },
      _count: true,
      _min: { proposedAt: true },
      orderBy: { _min: { proposedAt: 'asc' } },
    })
    const rest = waiting.slice(most)
    const count = rest.reduce((sum, group) => sum + group._count, 0)
    const oldest = rest[0]?._min.proposedAt
    return {
      items: waiting.slice(0, most).flatMap(needOf),
      left:
        count > 0
          ? {
              ...{ count, noun: count === 1 ? 'proposed scenario' : 'proposed scenarios', href: '/evals' },
              ...{ oldest: oldest ? toRfc3339(oldest) : null, nextUntil: null },
            }
          : null,
    }
  },
}

function needOf({ suite, _count: count, _min: { proposedAt } }: Waiting): Need[] {
  if (proposedAt === null) return []
  const runs = count === 1 ? 'A run that failed or scored low waits' : `${count} runs that failed or scored low wait`
  return [
    {
      ...{ id: suite, tone: 'waiting', shape: 'hourglass', state: 'proposed', environment: null, until: null },
      title: `${plural(count, 'proposed scenario')} for ${suite}`,
      words: [{ text: `${runs} to become part of the suite, or to be dismissed`, code: false }],
      ...{
        since: toRfc3339(proposedAt),
        href: `/evals?suite=${encodeURIComponent(suite)}`,
        action: 'Review',
        urgency: 1,
      },
    },
  ]
}
