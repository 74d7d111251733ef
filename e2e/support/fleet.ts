import { type AgentStory, fleetSpans } from '#lib/domain/changes/testing/fleet.ts'
import { sendSpans } from './otlp.ts'

/** Two days of agents: one got dearer with a release, one fails more, one is as it was, one is rarely called. */
const stories: readonly AgentStory[] = [
  {
    agent: 'support-triage',
    requestsAnHour: 12,
    chapters: [
      { fromHoursAgo: 48, release: '2026.11.1' },
      { fromHoursAgo: 30, release: '2026.11.2' },
      { fromHoursAgo: 15, release: '2026.11.3', tokens: 1800 },
    ],
  },
  {
    agent: 'refund-specialist',
    requestsAnHour: 8,
    chapters: [
      { fromHoursAgo: 48, release: '41', errorRate: 0.01 },
      { fromHoursAgo: 20, release: '42', errorRate: 0.16 },
    ],
  },
  { agent: 'doc-writer', requestsAnHour: 6, chapters: [{ fromHoursAgo: 48, errorRate: 0.02, ms: 5000 }] },
  {
    agent: 'nightly-report',
    requestsAnHour: 0.2,
    environment: 'staging',
    chapters: [{ fromHoursAgo: 48, ms: 41_000 }],
  },
]

export async function sendFleet(url: string, key: string): Promise<void> {
  const spans = fleetSpans(stories, Date.now())
  for (let at = 0; at < spans.length; at += 1000) await sendSpans(url, key, spans.slice(at, at + 1000))
}
