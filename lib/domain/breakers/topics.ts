import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  breakers: {
    permission: 'project.read',
    types: [
      'breaker.configured',
      'breaker.archived',
      'breaker.closed',
      'breaker.open',
      'breaker.half_open',
      'breaker.forced_open',
      'breaker.disabled',
      'breaker.metrics_only',
      'breaker.limit-reached',
    ],
    stale: [{ queries: 'breakers', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type BreakersTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends BreakersTopics {}
}
