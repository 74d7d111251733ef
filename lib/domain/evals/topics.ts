import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  evals: {
    permission: 'evals.read',
    types: [
      'suite.configured',
      'suite.archived',
      'eval-run.started',
      'eval-run.reported',
      'eval-run.finished',
      'eval-run.scored',
      'eval-proposal.changed',
    ],
    stale: [
      { queries: 'suites', atMostEveryMs: 1_000 },
      { queries: 'eval-runs', atMostEveryMs: 1_000 },
      { queries: 'eval-proposals', atMostEveryMs: 1_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type EvalsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends EvalsTopics {}
}
