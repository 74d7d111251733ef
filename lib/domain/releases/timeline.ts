import type { TimelineSource } from '#lib/platform/timeline.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { listSeenReleases } from './list-seen-releases.ts'

/** Releases that appeared for the first time. */
export const timeline: TimelineSource = {
  id: 'releases',
  permission: 'project.read',
  async read(ctx, { scope, from, to, most }) {
    const { agent, environment } = scope
    const { items } = await listSeenReleases(ctx, {
      query: {
        ...{ agent: agent ?? undefined, environment: environment ?? undefined },
        ...{ from: toRfc3339(from), to: toRfc3339(to) },
      },
    })
    return items.slice(0, most).map(({ agent: of, release, firstAt, initial }) => ({
      ...{ id: `${of} ${release}`, at: firstAt, tone: 'running' as const, shape: 'ring' as const, state: 'released' },
      title: `Release ${release} of ${of ?? 'an agent'} appeared`,
      detail: initial ? 'The first that was ever seen of it' : null,
      href: of === null ? null : `/agents/${encodeURIComponent(of)}`,
    }))
  },
}
