import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { systemContext } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { releaseUseContract } from './contract.ts'
import { figuresOf, lastDays, modelsOf } from './figures.ts'
import { findRelease, type ReleaseRow } from './find-release.ts'
import { listSeenReleases } from './list-seen-releases.ts'
import { driftOf } from './rules.ts'

/** A release as traces show it. Throws 404. */
export async function releaseUse(
  ctx: Context,
  { params: { slug }, query: { environment } }: Input<typeof releaseUseContract>,
): Promise<Output<typeof releaseUseContract>> {
  await authorize(ctx, 'releases.read')
  const row = await findRelease(ctx.db, ctx.projectId, slug)
  if (!row) throw notFound('release')
  const asked = { ...lastDays(await now(ctx)), environment, releases: [slug] }
  const [figures, models, seen] = await Promise.all([
    figuresOf(ctx, { ...asked, agents: [row.agent] }),
    modelsOf(ctx, row.agent, asked),
    seenAs(ctx, row, environment),
  ])
  return {
    ...{ from: asked.from, to: asked.to, figures: figures(row.agent, slug), models },
    ...{ firstAt: seen?.firstAt ?? null, lastAt: seen?.lastAt ?? null },
    incidents: seen ? await incidentsMeanwhile(ctx, row.agent, environment, seen) : null,
    drift: driftOf(row.modelId, models),
  }
}

async function seenAs(ctx: Context, { agent, slug }: ReleaseRow, environment: string | undefined) {
  const reader = { ...systemContext(ctx.db, ctx.projectId, 'releases'), clock: ctx.clock }
  const { items } = await listSeenReleases(reader, { query: { agent, environment } })
  return items.find(({ release }) => release === slug)
}

/** `lastAt` is the beginning of the hour of the last appearance. */
const hour = 3_600_000

const incidentsMeanwhile = (
  { db, projectId }: Context,
  agent: string,
  environment: string | undefined,
  { firstAt, lastAt }: { firstAt: string; lastAt: string },
): Promise<number> =>
  db.prisma.incident.count({
    where: {
      ...{ projectId, agent, ...(environment === undefined ? {} : { environment }) },
      openedAt: { gte: new Date(firstAt), lt: new Date(Date.parse(lastAt) + hour) },
    },
  })
