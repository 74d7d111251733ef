import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  rag: {
    permission: 'rag.read',
    types: ['rag-pipeline.configured', 'rag-pipeline.archived', 'rag-check.made'],
    stale: [
      { queries: 'rag-pipelines', atMostEveryMs: 1_000 },
      { queries: 'rag-checks', atMostEveryMs: 1_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type RagTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends RagTopics {}
}
