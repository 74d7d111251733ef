import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  prices: {
    permission: 'project.read',
    types: ['price.configured', 'price.archived'],
    stale: [{ queries: 'prices', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type PricesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends PricesTopics {}
}
