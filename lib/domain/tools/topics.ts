import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  tools: {
    permission: 'project.read',
    types: ['tool.configured', 'tool.archived'],
    stale: [{ queries: 'tools', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type ToolsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ToolsTopics {}
}
