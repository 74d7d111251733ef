import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  review: {
    permission: 'traces.read',
    types: ['review.configured', 'review.archived', 'review.queued', 'review.finished'],
    stale: [{ queries: 'review', atMostEveryMs: 1_000 }],
  },
} as const satisfies Record<string, TopicRule>

type ReviewTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ReviewTopics {}
}
