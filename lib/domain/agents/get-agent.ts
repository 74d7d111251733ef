import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordsOf } from '#lib/platform/config/rows.ts'
import { sightings } from '#lib/platform/config/seen.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { agentConfig, type getAgentContract } from './contract.ts'
import { releasesOf, toAgentItem } from './internal.ts'

/** One agent. Throws 404 where nobody has registered it and no trace has shown it. */
export async function getAgent(
  ctx: Context,
  { params: { slug } }: Input<typeof getAgentContract>,
): Promise<Output<typeof getAgentContract>> {
  await authorize(ctx, 'project.read')
  const [configured, seen] = await Promise.all([recordsOf(ctx, agentConfig, [slug]), sightings(ctx, 'agent', [slug])])
  const record = configured.get(slug) ?? null
  if (record === null && seen.length === 0) throw notFound('agent')
  return { ...toAgentItem(slug, record, seen), releases: releasesOf(seen) }
}
