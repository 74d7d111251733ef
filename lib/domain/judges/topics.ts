import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  judges: {
    permission: 'evals.read',
    types: [
      'judge.configured',
      'judge.archived',
      'judge.scored',
      'judge.labelled',
      'scoring-rule.configured',
      'scoring-rule.archived',
    ],
    stale: [
      { queries: 'judges', atMostEveryMs: 2_000 },
      { queries: 'scoring-rules', atMostEveryMs: 0 },
      { queries: 'eval-runs', atMostEveryMs: 2_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type JudgesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends JudgesTopics {}
}
