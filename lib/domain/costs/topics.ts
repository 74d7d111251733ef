import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  costs: {
    permission: 'project.read',
    types: ['cost.recorded'],
    stale: [
      { queries: 'metrics', atMostEveryMs: 5_000 },
      { queries: 'costs', atMostEveryMs: 15_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type CostsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends CostsTopics {}
}
