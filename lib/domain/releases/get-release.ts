import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid, notFound } from '#lib/shared/problem.ts'
import type { compareReleasesContract, getReleaseContract } from './contract.ts'
import { figuresOf, lastDays } from './figures.ts'
import { findRelease } from './find-release.ts'
import { toItem } from './item.ts'
import { withKeptPrompts } from './kept-prompts.ts'
import { changesBetween, kindOfChange } from './rules.ts'

/** Throws 404. */
export async function getRelease(
  ctx: Context,
  { params: { slug } }: Input<typeof getReleaseContract>,
): Promise<Output<typeof getReleaseContract>> {
  await authorize(ctx, 'releases.read')
  const row = await findRelease(ctx.db, ctx.projectId, slug)
  if (!row) throw notFound('release')
  const [release] = await withKeptPrompts(ctx, [toItem(row)])
  if (!release) throw notFound('release')
  return release
}

/** The fields in which a release differs from another one, and the figures of both. Throws 404, and 422 if the other one is not registered. */
export async function compareReleases(
  ctx: Context,
  { params: { slug }, query }: Input<typeof compareReleasesContract>,
): Promise<Output<typeof compareReleasesContract>> {
  await authorize(ctx, 'releases.read')
  const [after, before] = await Promise.all([slug, query.with].map(name => findRelease(ctx.db, ctx.projectId, name)))
  if (!after) throw notFound('release')
  if (!before) throw invalid(`No release ${query.with} is registered.`, 'query.with')
  const [was, is] = await withKeptPrompts(ctx, [toItem(before), toItem(after)])
  if (!was || !is) throw notFound('release')
  const changes = changesBetween(was, is)
  const figures = await figuresOf(ctx, {
    ...lastDays(await now(ctx)),
    ...{ environment: undefined, releases: [was.slug, is.slug], agents: [was.agent, is.agent] },
  })
  return {
    before: { ...was, figures: figures(was.agent, was.slug) },
    after: { ...is, figures: figures(is.agent, is.slug) },
    ...{ kind: kindOfChange(changes), changes },
  }
}
