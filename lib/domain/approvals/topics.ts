import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  approvals: {
    permission: 'approvals.follow',
    types: [
      'approval.pending',
      'approval.approved',
      'approval.rejected',
      'approval.expired',
      'approval.cancelled',
      'approval.superseded',
      'approval.claimed',
      'approval.executed',
      'approval.failed',
      'approval.unknown',
    ],
    // Decisions reach the browser without delay.
    stale: [
      { queries: 'approvals', atMostEveryMs: 0 },
      { queries: 'needs', atMostEveryMs: 1_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type ApprovalsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends ApprovalsTopics {}
}
