import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  shadow: {
    permission: 'project.read',
    types: ['shadow.reported'],
    stale: [{ queries: 'shadow', atMostEveryMs: 2_000 }],
  },
} as const satisfies Record<string, TopicRule>

type ShadowTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ShadowTopics {}
}
