import type { RunUse } from '#lib/domain/budgets/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { runKey } from './ask.ts'
import { submit } from './batcher.ts'
import type { endRunContract } from './contract.ts'
import { toUsage } from './settle.ts'

/** Ends a run: its reservations are freed, its clock stops, and it gets no more permits. */
export async function endTheRun(
  ctx: Context,
  { params: { runId }, body }: Input<typeof endRunContract>,
): Promise<Output<typeof endRunContract>> {
  await authorize(ctx, 'permits.ask', { type: 'run', id: runId })
  const own = ctx.actor.kind === 'key' ? ctx.actor.agent : null
  if (own !== null && body.agent !== undefined && body.agent !== own) throw notFound('run')
  const agents = await agentsOf(ctx, runId, own ?? body.agent)
  if (agents.length === 0) throw notFound('run')
  const quiet = { ...ctx, remember: undefined }
  const runs = await Promise.all(agents.map(agent => end(quiet, agent, runId)))
  return { runId, runs }
}

async function agentsOf({ db, projectId }: Context, runId: string, agent: string | undefined): Promise<string[]> {
  const rows = await db.prisma.permit.findMany({
    where: { projectId, runId, ...(agent === undefined ? {} : { agent }) },
    distinct: ['agent'],
    select: { agent: true },
    orderBy: { agent: 'asc' },
  })
  return rows.map(row => row.agent)
}

async function end(ctx: Context, agent: string, runId: string) {
  const held = await ctx.db.prisma.permit.findMany({
    where: { projectId: ctx.projectId, agent, runId, status: { in: ['open', 'waiting'] } },
    select: { id: true },
  })
  const freed = held.map(({ id }) => submit<boolean>({ ctx, operation: { kind: 'free', id, force: true } }))
  const run = await submit<RunUse>({ ctx, operation: { kind: 'end', runKey: runKey(agent, runId, null) } })
  return { agent, used: toUsage(run.used), released: (await Promise.all(freed)).filter(Boolean).length }
}
