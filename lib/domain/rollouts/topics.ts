import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  rollouts: {
    permission: 'project.read',
    types: [
      'rollout.created',
      'rollout.changed',
      'rollout.seen',
      'strategy.configured',
      'strategy.archived',
      'freeze.configured',
      'freeze.archived',
    ],
    stale: [
      { queries: 'rollouts', atMostEveryMs: 0 },
      { queries: 'strategies', atMostEveryMs: 0 },
      { queries: 'freezes', atMostEveryMs: 0 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type RolloutsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends RolloutsTopics {}
}
