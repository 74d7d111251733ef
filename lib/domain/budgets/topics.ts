import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  budgets: {
    permission: 'project.read',
    types: ['budget.configured', 'budget.archived', 'budget.soft-limit-reached', 'budget.violated'],
    stale: [{ queries: 'budgets', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type BudgetsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends BudgetsTopics {}
}
