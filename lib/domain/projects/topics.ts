import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  projects: {
    permission: 'project.read',
    types: ['project.renamed', 'project.removed'],
    stale: [{ queries: 'projects', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type ProjectTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ProjectTopics {}
}
