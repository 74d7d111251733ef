import { wholeScores } from '#lib/domain/traces/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { getSessionContract } from './contract.ts'
import { toSession } from './internal.ts'

/** A session with its totals and the scores of it as a whole. */
export async function getSession(
  ctx: Context,
  { params: { sessionId } }: Input<typeof getSessionContract>,
): Promise<Output<typeof getSessionContract>> {
  await authorize(ctx, 'traces.read')
  const { prisma } = ctx.db
  const [row, scores] = await Promise.all([
    prisma.agentSession.findUnique({ where: { projectId_sessionId: { projectId: ctx.projectId, sessionId } } }),
    wholeScores(ctx, { sessionId }),
  ])
  if (!row) throw notFound('session')
  return { ...toSession(row), scores }
}
