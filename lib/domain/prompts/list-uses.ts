import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listUsesContract } from './contract.ts'
import { findPrompt, findVersion } from './internal.ts'

const most = 100

/** The releases that contain a version, where they serve, and the eval runs that were made with it. Throws 404. */
export async function listUses(
  ctx: Context,
  { params: { name, version } }: Input<typeof listUsesContract>,
): Promise<Output<typeof listUsesContract>> {
  await authorize(ctx, 'prompts.read')
  const { db, projectId } = ctx
  await findPrompt(db, ctx, name)
  await findVersion(db, ctx, name, version)
  const releases = await releasesWith(ctx, name, version)
  const told = await db.prisma.promptEval.findMany({ where: { projectId, name, version }, select: { runId: true } })
  const runIds = told.map(({ runId }) => runId)
  const slugs = releases.map(({ slug }) => slug)
  const runs = await db.prisma.evalRun.findMany({
    where: { projectId, OR: [{ id: { in: runIds } }, { release: { in: slugs } }] },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: most,
  })
  return {
    releases,
    evalRuns: runs.map(({ id, suite, state, verdict, average, release, commit, startedAt }) => ({
      ...{ id, suite, release, commit, startedAt: toRfc3339(startedAt), average },
      verdict: (state === 'finished' ? (verdict ?? 'inconclusive') : null) as 'pass' | null,
      because: runIds.includes(id) ? ('told' as const) : ('release' as const),
    })),
  }
}

/** A release names the version of each prompt as text: `3` or `v3`. */
async function releasesWith({ db, projectId }: Context, name: string, version: number) {
  const holds = [`${version}`, `v${version}`].map(equals => ({ prompts: { path: [name], equals } }))
  const rows = await db.prisma.release.findMany({
    where: { projectId, OR: holds },
    orderBy: [{ registeredAt: 'desc' }, { slug: 'desc' }],
    take: most,
    select: { slug: true, agent: true, registeredAt: true },
  })
  const slugs = rows.map(({ slug }) => slug)
  const allocations = await db.prisma.allocation.findMany({
    where: { projectId, OR: [{ baseline: { in: slugs } }, { candidate: { in: slugs } }] },
    orderBy: { environment: 'asc' },
  })
  return rows.map(({ slug, agent, registeredAt }) => ({
    ...{ slug, agent, registeredAt: toRfc3339(registeredAt) },
    serves: allocations.flatMap(each => {
      if (each.agent !== agent) return []
      if (each.candidate === slug) return [{ environment: each.environment, share: each.weightBps / 10_000 }]
      const share = 1 - (each.candidate === null ? 0 : each.weightBps / 10_000)
      return each.baseline === slug ? [{ environment: each.environment, share }] : []
    }),
  }))
}
