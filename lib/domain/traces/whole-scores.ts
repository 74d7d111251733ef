import type { Context } from '#lib/platform/context.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { WholeScore } from './score-schemas.ts'

/** At most so many scores of one thing are read. */
const most = 100

/** The scores of a session, a run or an eval run as a whole, the newest first. */
export async function wholeScores(
  { db, projectId }: Context,
  of: { sessionId: string } | { runId: string } | { evalRunId: string },
): Promise<WholeScore[]> {
  const scores = await db.prisma.score.findMany({
    where: { projectId, ...of },
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: most,
  })
  return scores.map(({ id, name, dataType, value, label, comment, source, at }) => ({
    ...{ id, name, dataType: dataType as WholeScore['dataType'], value, label, comment },
    ...{ source: source as WholeScore['source'], at: toRfc3339(at) },
  }))
}
