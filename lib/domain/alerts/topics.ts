import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  alerts: {
    permission: 'project.read',
    types: [
      'alert.configured',
      'alert.archived',
      'alert.ok',
      'alert.pending',
      'alert.firing',
      'alert.resolved',
      'silence.created',
      'silence.ended',
    ],
    stale: [{ queries: 'alerts', atMostEveryMs: 1_000 }],
  },
} as const satisfies Record<string, TopicRule>

type AlertsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends AlertsTopics {}
}
