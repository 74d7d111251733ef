import type { Tx } from '#lib/platform/db/transaction.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { agreementOf } from './kappa.ts'
import { readPairs, verdictsOf } from './read-pairs.ts'

/** What somebody who reads the scores of a run must know about their judges. */
export interface JudgeNotes {
  judges: { judge: string; version: number; pairs: number; kappa: number | null }[]
  /** What the judges cost. Null if none was asked, or if a call has no known cost. */
  costUsd: string | null
  waiting: number
  failed: { count: number; reason: string } | null
}

/**
 * The judges that scored a run, how far they agree with people, what they cost, and which scores could not be found.
 */
export async function judgeNotes(tx: Tx, projectId: string, runId: string): Promise<JudgeNotes> {
  const where = { projectId, runId }
  const states = await tx.prisma.scoringTask.groupBy({
    by: ['judge', 'judgeVersion', 'state'],
    where,
    orderBy: [{ judge: 'asc' }, { judgeVersion: 'asc' }, { state: 'asc' }],
    _count: { _all: true, costNanos: true },
    _sum: { costNanos: true },
  })
  const count = (state: string) =>
    states.filter(each => each.state === state).reduce((sum, each) => sum + each._count._all, 0)
  const failed = count('failed')
  const one = failed > 0 ? await tx.prisma.scoringTask.findFirst({ where: { ...where, state: 'failed' } }) : null
  const asked = states.filter(each => each.judge !== null && each.judgeVersion !== null)
  const judges: JudgeNotes['judges'] = []
  for (const [judge, its] of Map.groupBy(asked, each => each.judge ?? '')) {
    const pairs = await readPairs(tx, projectId, judge)
    for (const version of new Set(its.flatMap(each => each.judgeVersion ?? []))) {
      const own = pairs.filter(pair => pair.version === version)
      judges.push({ judge, version, pairs: own.length, kappa: agreementOf(own.map(verdictsOf)).kappa })
    }
  }
  const priced = asked.length > 0 && asked.every(each => each._count.costNanos === each._count._all)
  return {
    judges,
    costUsd: priced ? nanosToUsd(asked.reduce((sum, each) => sum + (each._sum.costNanos ?? 0n), 0n)) : null,
    waiting: count('waiting'),
    failed: one ? { count: failed, reason: one.reason ?? 'unknown' } : null,
  }
}
