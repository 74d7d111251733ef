import type { TopicRule } from '#lib/shared/topics.ts'

export const topics = {
  traces: {
    permission: 'traces.read',
    types: ['trace.updated', 'trace.scored'],
    stale: [
      // Traces of a busy project come many a second: a list read once a second is still live. A large trace is megabytes.
      {
        queries: 'traces',
        atMostEveryMs: 1_000,
        ofOne: { 'traces.get': 'traceId', 'traces.span': 'traceId' },
      },
      { queries: 'sessions', atMostEveryMs: 2_000 },
      // Rollups change with every batch of spans.
      { queries: 'metrics', atMostEveryMs: 5_000 },
      { queries: 'changes', atMostEveryMs: 10_000 },
      { queries: 'costs', atMostEveryMs: 15_000 },
      { queries: 'releases', atMostEveryMs: 30_000 },
      // Which agents and tools there are changes rarely; that one was seen just now should show soon.
      { queries: 'agents', atMostEveryMs: 5_000 },
      { queries: 'tools', atMostEveryMs: 5_000 },
    ],
  },
} as const satisfies Record<string, TopicRule>

type TracesTopics = typeof topics
declare module '#lib/shared/topics.ts' {
  interface TopicTable extends TracesTopics {}
}
