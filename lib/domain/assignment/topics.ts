import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  assignment: {
    permission: 'project.read',
    types: ['allocation.changed'],
    stale: [{ queries: 'assignment', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type AssignmentTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends AssignmentTopics {}
}
