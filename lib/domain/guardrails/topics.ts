import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  guardrails: {
    permission: 'project.read',
    types: ['guardrail.configured', 'guardrail.archived', 'guardrail.answered'],
    stale: [{ queries: 'guardrails', atMostEveryMs: 2_000 }],
  },
} as const satisfies Record<string, TopicRule>

type GuardrailsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends GuardrailsTopics {}
}
