import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getSessionContract } from './contract.ts'
import { toSession } from './internal.ts'
import type { SessionDetail } from './schemas.ts'

const scoresShown = 100

/** A session with its totals and the scores of it as a whole. */
export async function getSession(
  ctx: Context,
  { params: { sessionId } }: Input<typeof getSessionContract>,
): Promise<Output<typeof getSessionContract>> {
  await authorize(ctx, 'traces.read')
  const { prisma } = ctx.db
  const [row, scores] = await Promise.all([
    prisma.agentSession.findUnique({ where: { projectId_sessionId: { projectId: ctx.projectId, sessionId } } }),
    prisma.score.findMany({
      where: { projectId: ctx.projectId, sessionId },
      orderBy: [{ at: 'desc' }, { id: 'asc' }],
      take: scoresShown,
    }),
  ])
  if (!row) throw notFound('session')
  return {
    ...toSession(row),
    scores: scores.map(({ id, name, value, label, comment, source, at }) => ({
      id,
      name,
      value,
      label,
      comment,
      source: source as SessionDetail['scores'][number]['source'],
      at: toRfc3339(at),
    })),
  }
}
