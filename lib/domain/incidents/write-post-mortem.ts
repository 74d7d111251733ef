import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { postMortemContract } from './contract.ts'
import { getIncident } from './get-incident.ts'
import { postMortem } from './post-mortem.ts'
import { readTimeline } from './read-timeline.ts'

/** The present state of the incident as a Markdown document. */
export async function writePostMortem(
  ctx: Context,
  { params, query }: Input<typeof postMortemContract>,
): Promise<Output<typeof postMortemContract>> {
  await authorize(ctx, 'project.read')
  const incident = await getIncident(ctx, { params })
  const { items, cut } = await readTimeline(ctx, { params, query })
  return { markdown: postMortem({ incident, items, cut, now: await now(ctx) }) }
}
