import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  'on-call': {
    permission: 'project.read',
    types: ['on-call.configured', 'on-call.archived', 'page.open', 'page.acknowledged', 'page.ended', 'page.escalated'],
    stale: [{ queries: 'on-call', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type OnCallTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends OnCallTopics {}
}
