import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  slos: {
    permission: 'project.read',
    types: ['slo.configured', 'slo.archived', 'slo.ok', 'slo.warning', 'slo.critical', 'slo.exhausted', 'slo.unknown'],
    stale: [{ queries: 'slos', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type SlosTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends SlosTopics {}
}
