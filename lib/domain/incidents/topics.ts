import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  incidents: {
    permission: 'project.read',
    types: [
      'incident.opened',
      'incident.raised',
      'incident.signalled',
      'incident.acknowledged',
      'incident.noted',
      'incident.revised',
      'incident.resolved',
    ],
    stale: [
      { queries: 'incidents', atMostEveryMs: 0 },
      { queries: 'runbooks', atMostEveryMs: 1_000 },
      { queries: 'needs', atMostEveryMs: 1_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type IncidentsTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends IncidentsTopics {}
}
