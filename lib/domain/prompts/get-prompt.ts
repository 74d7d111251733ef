import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { getPromptContract, listVersionsContract } from './contract.ts'
import { findPrompt, findVersion, labelsOf, toVersion } from './internal.ts'
import { servedBy } from './trial.ts'

/** Finds a version by its number or label, by default production. A rollout may serve another version for the label. Throws 404. */
export async function getPrompt(
  ctx: Context,
  { params: { name }, query }: Input<typeof getPromptContract>,
): Promise<Output<typeof getPromptContract>> {
  await authorize(ctx, 'prompts.read')
  const prompt = await findPrompt(ctx.db, ctx, name)
  const labels = await labelsOf(ctx.db, ctx, prompt)
  const stand = labels.at(query.label ?? 'production')
  const served =
    query.version === undefined ? stand && servedBy(stand, query) : { version: query.version, rollout: null }
  if (!served) throw notFound('label of this prompt')
  const { version, rollout } = served
  const row = await findVersion(ctx.db, ctx, name, version)
  return { ...toVersion(row, labels.of(version)), folder: prompt.folder, rollout }
}

const places = listCursor('prompt versions', z.int().min(1))

/** Newest first. Throws 404. */
export async function listVersions(
  ctx: Context,
  { params: { name }, query }: Input<typeof listVersionsContract>,
): Promise<Output<typeof listVersionsContract>> {
  await authorize(ctx, 'prompts.read')
  const prompt = await findPrompt(ctx.db, ctx, name)
  const labels = await labelsOf(ctx.db, ctx, prompt)
  const { limit, cursor } = query
  const before = cursor === undefined ? undefined : places.read(cursor)
  const found = await ctx.db.prisma.promptVersion.findMany({
    where: { projectId: ctx.projectId, name, version: { lt: before } },
    orderBy: { version: 'desc' },
    take: limit + 1,
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map(row => toVersion(row, labels.of(row.version))),
    nextCursor: found.length > limit && last ? places.write(last.version) : null,
  }
}
