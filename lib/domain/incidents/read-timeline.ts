import { authorize, denial } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { declared } from '#lib/platform/declared.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { now } from '#lib/platform/now.ts'
import type { TimelineQuery, TimelineSource } from '#lib/platform/timeline.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import type { incidentTimelineContract } from './contract.ts'
import { getIncident } from './get-incident.ts'
import { ownEvents } from './own-events.ts'
import { windowOf } from './rules.ts'

/** How many events of each source are read: the newest ones. */
const most = 100

/**
 * Everything that happened in the scope of an incident, from some time before it opened until it was resolved, and what
 * people wrote. A source that cannot be read is named, and the others are still shown.
 */
export async function readTimeline(
  ctx: Context,
  { params: { id }, query: { before } }: Input<typeof incidentTimelineContract>,
): Promise<Output<typeof incidentTimelineContract>> {
  await authorize(ctx, 'project.read')
  const incident = await getIncident(ctx, { params: { id } })
  const { from, to } = windowOf(incident, before, await now(ctx))
  const { agent, tool, environment } = incident
  const query: TimelineQuery = { scope: { agent, tool, environment }, from, to, most }
  const sources = declared().timelines.filter(({ permission }) => denial(ctx.actor, permission) === null)
  const failed: string[] = []
  const told = await Promise.all(sources.map(source => readSource(ctx, source, query, failed)))
  const own = await ownEvents(ctx, id)
  const items = [...own, ...told.flat()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const cut = sources.filter((_, i) => (told[i]?.length ?? 0) >= most).map(source => source.id)
  return { items, from: toRfc3339(from), to: toRfc3339(to), cut, failed }
}

async function readSource(
  ctx: Context,
  source: TimelineSource,
  query: TimelineQuery,
  failed: string[],
): Promise<TimelineItem[]> {
  try {
    const items = await source.read(ctx, query)
    return items.map(item => ({
      alike: null,
      ...item,
      id: `${source.id}:${item.id}`,
      source: source.id,
      markdown: false,
    }))
  } catch (error) {
    logger().warn({ source: source.id, reason: reasonOf(error) }, 'what happened could not be read')
    failed.push(source.id)
    return []
  }
}
