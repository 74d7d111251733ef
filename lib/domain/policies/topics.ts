import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  policies: {
    permission: 'project.read',
    types: ['policy.configured', 'policy.archived', 'group.configured', 'group.archived'],
    stale: [
      { queries: 'policies', atMostEveryMs: 0 },
      { queries: 'groups', atMostEveryMs: 0 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type PoliciesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends PoliciesTopics {}
}
