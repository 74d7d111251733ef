import { beforeAll, expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { timeLimit } from '#lib/platform/testing/soak.ts'
import { listChanges } from './list-changes.ts'
import { type Compared, changesQuery } from './schemas.ts'
import { type AgentStory, type FleetSpan, fleetSpans } from './testing/fleet.ts'

const database = givenDatabase()
const now = new Date('2026-01-05T12:17:30Z')
let ctx: Context
let spans: FleetSpan[]

const stories: AgentStory[] = [
  {
    agent: 'triage',
    requestsAnHour: 20,
    chapters: [
      { fromHoursAgo: 48, release: '2026.11.1' },
      { fromHoursAgo: 30, release: '2026.11.2' },
      { fromHoursAgo: 16, release: '2026.11.3', tokens: 1800 },
    ],
  },
  {
    agent: 'refunds',
    requestsAnHour: 12,
    chapters: [
      { fromHoursAgo: 48, release: '7', errorRate: 0.01 },
      { fromHoursAgo: 20, release: '8', errorRate: 0.15 },
    ],
  },
  { agent: 'slow', requestsAnHour: 15, chapters: [{ fromHoursAgo: 48 }, { fromHoursAgo: 24, ms: 4000 }] },
  { agent: 'steady', requestsAnHour: 15, chapters: [{ fromHoursAgo: 48, release: '1', errorRate: 0.02 }] },
  { agent: 'rare', requestsAnHour: 0.1, chapters: [{ fromHoursAgo: 48 }] },
]

const received = ({ at, durationMs, error, attributes, ...span }: FleetSpan): OtlpSpan =>
  otlpSpan(attributes, {
    ...span,
    parentSpanId: span.parentSpanId ?? null,
    startTimeUnixNano: BigInt(Math.round(at)) * 1_000_000n,
    endTimeUnixNano: BigInt(Math.round(at + durationMs)) * 1_000_000n,
    status: error ? { code: 2, message: error } : { code: 0, message: '' },
  })

beforeAll(async () => {
  ctx = { ...freshProject(database.db), clock: fakeClock(now) }
  spans = fleetSpans(stories, now.getTime())
  for (let i = 0; i < spans.length; i += 2000) {
    await ingestTraces(ctx, { spans: spans.slice(i, i + 2000).map(received), rejected: [] })
  }
})

const ask = (query = {}) => listChanges(ctx, { query: changesQuery.parse(query) })
const one = async (key: string, query = {}): Promise<Compared> => {
  const found = (await ask(query)).items.find(item => item.key === key)
  if (!found) throw new Error(`no ${key}`)
  return found
}

test('the worst first, each with what changed and since which release', async () => {
  const answer = await ask()
  expect(answer.items.map(({ key, health }) => [key, health])).toEqual([
    ['refunds', 'critical'],
    ['slow', 'worse'],
    ['triage', 'worse'],
    ['steady', 'steady'],
    ['rare', 'unknown'],
  ])
  expect(answer).toMatchObject({ total: 5, compared: 5, worse: 3 })
  const findings = answer.items.flatMap(({ key, findings }) =>
    findings.map(({ figure, verdict, release }) => [key, figure, verdict, release]),
  )
  expect(findings).toEqual([
    ['refunds', 'errors', 'worse', '8'],
    ['slow', 'p95', 'worse', null],
    ['triage', 'cost', 'worse', '2026.11.3'],
  ])
  const [cost] = (await one('triage')).findings
  expect(cost?.relative).toBeGreaterThan(0.6)
  expect(cost?.relative).toBeLessThan(1)
})

test('the figures equal a count of the spans', async () => {
  const length = 24 * 3_600_000
  const end = Math.ceil(now.getTime() / 60_000) * 60_000
  const inRange = (span: FleetSpan, back: number) =>
    span.at >= end - back * length && span.at < end - (back - 1) * length
  for (const { agent } of stories) {
    const { requests, errors } = await one(agent)
    for (const [back, count, rate] of [
      [1, requests.value, errors.value],
      [2, requests.before, errors.before],
    ] as const) {
      const own = spans.filter(
        span => !span.parentSpanId && span.attributes['gen_ai.agent.name'] === agent && inRange(span, back),
      )
      expect(count).toBe(own.length)
      expect(rate).toBe(own.length === 0 ? null : own.filter(span => span.error).length / own.length)
    }
  }
})

test(
  'the busiest of thousands of agents are compared, with all their figures and releases; the others are only counted',
  async () => {
    const own = { ...freshProject(database.db), clock: fakeClock(now) }
    const quiet = Array.from(
      { length: 330 },
      (_, n): AgentStory => ({
        agent: `quiet-${String(n).padStart(3, '0')}`,
        requestsAnHour: 1 / 12,
        chapters: [{ fromHoursAgo: 48, release: '1' }],
      }),
    )
    const fleet = fleetSpans([...stories, ...quiet], now.getTime())
    for (let i = 0; i < fleet.length; i += 2000)
      await ingestTraces(own, { spans: fleet.slice(i, i + 2000).map(received), rejected: [] })
    const answer = await listChanges(own, { query: changesQuery.parse({ limit: 200 }) })
    expect([answer.total, answer.compared, answer.items.length]).toEqual([335, 300, 200])
    const alone = await ask()
    const busy = (items: readonly Compared[]) => items.filter(({ key }) => stories.some(({ agent }) => agent === key))
    // The same spans give the same figures. The many other agents change only how much is called noise.
    const figures = ({ key, requests, errors, cost, p95 }: Compared) => [
      key,
      ...[requests, errors, cost, p95].flatMap(({ value, before }) => [value, before]),
    ]
    const asIn = (items: readonly Compared[]) =>
      busy(items)
        .filter(({ key }) => key !== 'rare')
        .map(figures)
        .sort()
    expect(asIn(answer.items)).toEqual(asIn(alone.items))
    expect(asIn(answer.items)).toHaveLength(4)
    expect(answer.items[0]).toMatchObject({ key: 'refunds', findings: [{ figure: 'errors', release: '8' }] })
  },
  timeLimit(120_000),
)

test('quality is the registered score, or else the one with the most values, and a drop names the release that caused it', async () => {
  const own = { ...freshProject(database.db), clock: fakeClock(now) }
  const rated: AgentStory = {
    agent: 'writer',
    requestsAnHour: 10,
    chapters: [
      { fromHoursAgo: 48, release: 'a' },
      { fromHoursAgo: 20, release: 'b' },
    ],
  }
  const requests = fleetSpans([rated], now.getTime(), 3)
  await ingestTraces(own, { spans: requests.map(received), rejected: [] })
  const roots = requests.filter(span => !span.parentSpanId)
  const score = (span: FleetSpan, i: number, name: string, value: number): ScoreRow => ({
    id: `${name}-${i}`,
    name,
    dataType: 'numeric',
    value,
    label: null,
    comment: null,
    source: 'judge',
    traceId: span.traceId,
    spanId: span.spanId,
    sessionId: null,
    responseId: null,
    atUs: null,
  })
  const wobble = (i: number) => ((i % 7) - 3) / 50
  const falls = (span: FleetSpan) => (span.attributes['holdpoint.release'] === 'b' ? 0.78 : 0.86)
  await storeScores(own, [
    ...roots.map((span, i) => score(span, i, 'accuracy', falls(span) + wobble(i))),
    ...roots.filter((_, i) => i % 5 === 0).map((span, i) => score(span, i, 'tone', 1)),
  ])
  const start = Math.ceil(now.getTime() / 60_000) * 60_000 - 24 * 3_600_000
  const inRange = roots.filter(span => span.at >= start)
  const asked = async () => (await listChanges(own, { query: changesQuery.parse({}) })).items[0]
  const writer = await asked()
  expect(writer?.quality).toMatchObject({ name: 'accuracy', source: 'judge', count: inRange.length, scoredShare: 1 })
  expect(writer?.quality.change.verdict).toBe('worse')
  expect(writer?.findings).toMatchObject([{ figure: 'quality', verdict: 'worse', release: 'b' }])
  expect(writer?.findings[0]?.absolute).toBeCloseTo(-0.08, 2)

  const toned = roots.filter((span, i) => i % 5 === 0 && span.at >= start).length
  const tone = { name: 'tone', value: 1, count: toned, scoredShare: toned / inRange.length }
  const body = agentConfig.put.body?.parse({ qualityScore: { name: 'tone' } }) as never
  await putAgent(own, { params: { slug: 'writer' }, body })
  expect((await asked())?.quality).toMatchObject({ ...tone, source: null })
  const people = agentConfig.put.body?.parse({ qualityScore: { name: 'tone', source: 'human' } }) as never
  await putAgent(own, { params: { slug: 'writer' }, body: people })
  expect((await asked())?.quality).toMatchObject({ name: 'tone', value: null, count: 0, scoredShare: 0 })
})

test('little data is no change, and says so', async () => {
  const rare = await one('rare')
  expect(rare.findings).toEqual([])
  expect(rare.cost.change).toMatchObject({ whyNot: 'few', verdict: 'neutral', chance: null })
  expect(rare.quality).toMatchObject({
    value: null,
    name: null,
    count: 0,
    scoredShare: 0,
    change: { whyNot: 'unknown' },
  })
})

test.each([
  [{ last: '4h' }, 48, 3],
  [{ last: '1h' }, 60, 1],
  [{ last: '7d' }, 28, 121],
  [{ from: '2026-01-05T00:00:00Z', to: '2026-01-05T12:00:00Z' }, 12, 21],
  [{ from: '2026-01-03T12:00:00Z', to: '2026-01-05T12:00:00Z' }, 48, 21],
])('%j has whole buckets, each with its own requests', async (query, buckets, most) => {
  const { spark } = await one('triage', query)
  expect(spark.length).toBeGreaterThanOrEqual(buckets - 1)
  expect(spark.length).toBeLessThanOrEqual(buckets)
  expect(Math.max(...spark)).toBeLessThanOrEqual(most)
})

test.each([
  [{ from: '2026-01-05T00:00:00Z', to: '2026-01-05T00:00:00Z' }, 'query.to'],
  [{ from: '2025-01-05T00:00:00Z' }, 'query.from'],
  [{ to: '2025-01-05T00:00:00Z' }, 'query.from'],
  [{ last: '24h', from: '2026-01-05T00:00:00Z' }, 'query.last'],
])('%j names the field', async (query, field) => {
  await expect(ask(query)).rejects.toMatchObject({ fields: { field } })
})

test('another environment and another project have none of it', async () => {
  expect((await ask({ environment: 'staging' })).items).toEqual([])
  expect(await listChanges(freshProject(database.db), { query: changesQuery.parse({}) })).toMatchObject({ total: 0 })
})
