import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  access: {
    permission: 'project.read',
    types: [
      'key.created',
      'key.revoked',
      'member.added',
      'member.joined',
      'member.role_changed',
      'member.deactivated',
      'member.reactivated',
      'member.signed_out',
    ],
    stale: [{ queries: 'access', atMostEveryMs: 0 }],
  },
} as const satisfies Record<string, TopicRule>

type AccessTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends AccessTopics {}
}
