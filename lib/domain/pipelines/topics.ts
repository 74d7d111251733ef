import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  pipelines: {
    permission: 'project.read',
    types: ['pipeline.configured', 'pipeline.archived', 'pipeline.started', 'pipeline.stage-changed'],
    stale: [
      { queries: 'pipeline-runs', atMostEveryMs: 500 },
      { queries: 'pipelines', atMostEveryMs: 2_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type PipelinesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends PipelinesTopics {}
}
