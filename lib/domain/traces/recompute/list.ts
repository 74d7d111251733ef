import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { progressOf } from './get.ts'
import type { RecomputeItem } from './schemas.ts'

/** The last recomputes of the project and how far each has come. */
export async function listRecomputes(ctx: Context): Promise<{ items: RecomputeItem[] }> {
  await authorize(ctx, 'project.read')
  const rows = await ctx.db.prisma.recompute.findMany({
    where: { projectId: ctx.projectId },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: 20,
  })
  return { items: await Promise.all(rows.map(row => itemOf(ctx, row))) }
}

export async function readRecompute(ctx: Context, id: string): Promise<RecomputeItem> {
  const row = await ctx.db.prisma.recompute.findUnique({ where: { projectId_id: { projectId: ctx.projectId, id } } })
  if (!row) throw notFound('recompute')
  return itemOf(ctx, row)
}

type Row = NonNullable<Awaited<ReturnType<Context['db']['prisma']['recompute']['findUnique']>>>

async function itemOf(ctx: Context, row: Row): Promise<RecomputeItem> {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  return {
    id: row.id,
    from: day(row.fromDay),
    to: day(row.toDay),
    state: row.finishedAt ? 'finished' : row.stoppedAt ? 'stopped' : 'running',
    startedAt: toRfc3339(row.startedAt),
    startedBy: row.startedBy,
    finishedAt: row.finishedAt && toRfc3339(row.finishedAt),
    ...(await progressOf(ctx, row.id)),
  }
}
