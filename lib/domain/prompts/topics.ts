import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  prompts: {
    permission: 'prompts.read',
    types: [
      'prompt.version-created',
      'prompt.configured',
      'prompt.label-moved',
      'prompt.label-asked',
      'prompt.label-tried',
      'prompt.evidence-added',
    ],
    stale: [{ queries: 'prompts', atMostEveryMs: 1_000 }],
  },
} as const satisfies Record<string, TopicRule>

type PromptsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends PromptsTopics {}
}
