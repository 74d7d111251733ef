import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  agents: {
    permission: 'project.read',
    types: [
      'agent.configured',
      'agent.archived',
      'agent.disabled',
      'agent.enabled',
      'project.disabled',
      'project.enabled',
    ],
    stale: [{ queries: 'agents', atMostEveryMs: 0 }],
  },
  // For the agents themselves: whatever they hold leave for, they have to ask again.
  stops: { permission: 'permits.ask', ofAgents: true, types: ['agent.stopped'], stale: [] },
} as const satisfies Record<string, TopicRule>

type AgentsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends AgentsTopics {}
}
