import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  runbooks: {
    permission: 'project.read',
    types: ['runbook.configured', 'runbook.archived', 'runbook.step-changed'],
    stale: [
      { queries: 'runbooks', atMostEveryMs: 0 },
      { queries: 'incidents', atMostEveryMs: 1_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type RunbooksTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends RunbooksTopics {}
}
