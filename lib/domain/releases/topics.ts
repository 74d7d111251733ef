import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  releases: {
    permission: 'project.read',
    types: ['release.registered'],
    stale: [{ queries: 'releases', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type ReleasesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ReleasesTopics {}
}
