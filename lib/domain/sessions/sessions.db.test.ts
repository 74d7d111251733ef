import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getSession } from './get-session.ts'
import { listSessions } from './list-sessions.ts'
import { sessionFilter } from './schemas.ts'

const database = givenDatabase()
const began = Date.UTC(2026, 9, 9, 10)

async function given(): Promise<Context> {
  const ctx = freshProject(database.db)
  const spans = [0, 1, 2, 3, 4].map(n => {
    const start = BigInt(began + n * 60_000) * 1_000_000n
    return otlpSpan(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.agent.name': n % 2 ? 'editor' : 'writer',
        'session.id': `s${n % 3}`,
        'user.id': n % 3 === 2 ? 'bob' : 'ann',
        'deployment.environment.name': n === 4 ? 'staging' : 'production',
        // The second session reports no tokens.
        ...(n % 3 === 1 ? {} : { 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 1 }),
      },
      { traceId: `${n + 1}`.padStart(32, '0'), startTimeUnixNano: start, endTimeUnixNano: start + 1_000_000n },
    )
  })
  await ingestTraces(ctx, { spans, rejected: [] })
  return ctx
}
const list = async (ctx: Context, query: object = {}) => listSessions(ctx, { query: sessionFilter.parse(query) })
const ids = async (ctx: Context, query: object = {}) => (await list(ctx, query)).items.map(item => item.sessionId)

test('sessions with their totals, the most recent first, page by page', async () => {
  const ctx = await given()
  const first = await list(ctx, { limit: 2 })
  expect(first.items.map(({ sessionId, traces, agents }) => [sessionId, traces, agents])).toEqual([
    ['s1', 2, ['editor', 'writer']],
    ['s0', 2, ['editor', 'writer']],
  ])
  expect(await ids(ctx, { limit: 2, cursor: first.nextCursor })).toEqual(['s2'])
  expect(first.items[1]).toMatchObject({
    firstAt: '2026-10-09T10:00:00.000000Z',
    lastAt: '2026-10-09T10:03:00.001000Z',
    userId: 'ann',
    inputTokens: 20,
    outputTokens: 2,
    errors: 0,
  })
})

test.each([
  [{ agent: 'editor' }, ['s1', 's0']],
  [{ user: 'bob' }, ['s2']],
  [{ environment: 'staging' }, ['s1']],
  [{ text: 'S0' }, ['s0']],
  [{ text: 'bo' }, ['s2']],
  [{ text: '%' }, []],
  [{ from: '2026-10-09T10:03:30Z' }, ['s1']],
  [{ to: '2026-10-09T10:01:00Z' }, ['s0']],
  [{ sort: '-traces' }, ['s1', 's0', 's2']],
])('%j', async (query, expected) => expect(await ids(await given(), query)).toEqual(expected))

test('tokens that nobody reported are unknown, not 0; a session that is not there says so', async () => {
  const ctx = await given()
  const session = await getSession(ctx, { params: { sessionId: 's1' } })
  expect(session).toMatchObject({ inputTokens: null, cost: null, unmeteredCalls: 2, scores: [] })
  await expect(getSession(ctx, { params: { sessionId: 's9' } })).rejects.toMatchObject({
    fields: { type: 'not-found' },
  })
  const other = freshProject(database.db)
  await expect(getSession(other, { params: { sessionId: 's1' } })).rejects.toMatchObject({
    fields: { type: 'not-found' },
  })
})
