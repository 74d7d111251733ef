import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordsOf } from '#lib/platform/config/rows.ts'
import { sightings } from '#lib/platform/config/seen.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { type getToolContract, toolConfig } from './contract.ts'
import { toToolItem } from './internal.ts'
import { registeredTool } from './registered-tool.ts'

/** One tool. Throws 404 if it is not registered and no trace has shown it. */
export async function getTool(
  ctx: Context,
  { params: { slug } }: Input<typeof getToolContract>,
): Promise<Output<typeof getToolContract>> {
  await authorize(ctx, 'project.read')
  const [configured, seen, judged] = await Promise.all([
    recordsOf(ctx, toolConfig, [slug]),
    sightings(ctx, 'tool', [slug]),
    registeredTool(ctx.db, ctx, slug),
  ])
  const record = configured.get(slug) ?? null
  if (record === null && seen.length === 0) throw notFound('tool')
  return { ...toToolItem(slug, record, seen), effectiveRisk: judged.risk }
}
