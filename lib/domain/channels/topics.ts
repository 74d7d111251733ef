import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  channels: {
    permission: 'project.read',
    types: ['channel.configured', 'channel.archived', 'delivery.attempted', 'callback_secret.made'],
    stale: [{ queries: 'channels', atMostEveryMs: 1_000 }],
  },
  // The page of a request for approval shows what became of its callback.
  callbacks: {
    permission: 'project.read',
    types: ['callback.attempted'],
    stale: [{ queries: 'approvals', atMostEveryMs: 1_000 }],
  },
} as const satisfies Record<string, TopicRule>

type ChannelsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ChannelsTopics {}
}
