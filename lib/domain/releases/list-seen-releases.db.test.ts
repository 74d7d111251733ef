import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { listEnvironments } from './list-environments.ts'
import { listSeenReleases } from './list-seen-releases.ts'
import { registerRelease } from './register-release.ts'
import { markersOf } from './rules.ts'
import { registerBody, seenQuery } from './schemas.ts'

const database = givenDatabase()
const day = Date.UTC(2026, 0, 5)
let count = 0

interface Sent {
  agent: string
  release: string | null
  /** Minutes after midnight. */
  at: number
  environment?: string
  /** A span that is sent again replaces the earlier one if it ends later. */
  id?: number
  ms?: number
}

async function send(ctx: Context, ...sent: Sent[]): Promise<void> {
  const spans = sent.map(({ agent, release, at, environment = 'production', id = ++count, ms = 500 }) =>
    otlpSpan(
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': agent,
        'deployment.environment.name': environment,
        ...(release ? { 'holdpoint.release': release } : {}),
      },
      {
        traceId: String(id).padStart(32, '0'),
        spanId: String(id).padStart(16, '0'),
        startTimeUnixNano: BigInt(day + at * 60_000) * 1_000_000n,
        endTimeUnixNano: BigInt(day + at * 60_000 + ms) * 1_000_000n,
      },
    ),
  )
  await ingestTraces(ctx, { spans, rejected: [] })
}
const seen = async (ctx: Context, query = {}) =>
  (await listSeenReleases(ctx, { query: seenQuery.parse(query) })).items.map(
    ({ agent, release, firstAt, lastAt, initial }) =>
      `${agent} ${release} ${firstAt.slice(11, 16)}–${lastAt.slice(11, 13)}${initial ? ' initial' : ''}`,
  )

test('each release with its first minute and last hour, the newest first, by agent and environment', async () => {
  const ctx = freshProject(database.db)
  await send(
    ctx,
    { agent: 'triage', release: '1.0', at: 5 },
    { agent: 'triage', release: '1.0', at: 190 },
    { agent: 'triage', release: '1.1', at: 61, environment: 'staging' },
    { agent: 'triage', release: '1.1', at: 135 },
    { agent: 'triage', release: '1.0', at: 300 },
    { agent: 'writer', release: '7', at: 200 },
    { agent: 'quiet', release: null, at: 200 },
  )
  expect(await seen(ctx)).toEqual(['writer 7 03:20–03 initial', 'triage 1.1 01:01–02', 'triage 1.0 00:05–05 initial'])
  expect(await seen(ctx, { environment: 'production', agent: 'triage' })).toEqual([
    'triage 1.1 02:15–02',
    'triage 1.0 00:05–05 initial',
  ])
  expect(await seen(ctx, { environment: 'staging' })).toEqual(['triage 1.1 01:01–01 initial'])
  expect(await seen(ctx, { from: '2026-01-05T01:01:00Z', to: '2026-01-05T03:20:00Z' })).toEqual(['triage 1.1 01:01–02'])
  expect(await seen(freshProject(database.db))).toEqual([])
})

test('a release whose only span now names another one is not listed', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, { agent: 'triage', release: 'wrong', at: 5, id: 900 })
  await send(ctx, { agent: 'triage', release: 'right', at: 5, id: 900, ms: 900 })
  expect(await seen(ctx)).toEqual(['triage right 00:05–00 initial'])
})

test('the first release of an agent has no marker', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, { agent: 'a', release: '1', at: 5 }, { agent: 'a', release: '2', at: 65 })
  const { items } = await listSeenReleases(ctx, { query: {} })
  expect(markersOf(items, true)).toEqual([{ at: day + 65 * 60_000, label: '2' }])
  expect(markersOf(items, false)).toEqual([{ at: day + 65 * 60_000, label: 'a 2' }])
})

test('environments that traces have named, by name, of the last 30 days', async () => {
  const ctx = { ...freshProject(database.db), clock: fakeClock(new Date(day + 29 * 86_400_000)) }
  await send(
    ctx,
    { agent: 'a', release: '1', at: 5, environment: 'staging' },
    { agent: 'a', release: '1', at: 6 },
    { agent: 'a', release: null, at: -2 * 24 * 60, environment: 'long-gone' },
  )
  expect(await listEnvironments(ctx)).toEqual({ items: ['production', 'staging'] })
})

test('shows which releases nobody has registered', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, { agent: 'triage', release: '1.0', at: 5 }, { agent: 'triage', release: 'ghost', at: 6 })
  const body = registerBody.parse({ agent: 'triage', code: 'git:1', model: { provider: 'openai', id: 'gpt-5' } })
  await registerRelease(ctx, { params: { slug: '1.0' }, body })
  const { items } = await listSeenReleases(ctx, { query: {} })
  expect(items.map(({ release, registered }) => [release, registered])).toEqual([
    ['ghost', false],
    ['1.0', true],
  ])
})
