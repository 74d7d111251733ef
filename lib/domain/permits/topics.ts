import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  permits: {
    permission: 'project.read',
    types: ['permit.refused'],
    stale: [{ queries: 'permits', atMostEveryMs: 2_000 }],
  },
} as const satisfies Record<string, TopicRule>

type PermitsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends PermitsTopics {}
}
