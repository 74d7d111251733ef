import { describe, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { spanFilter, spanPage, type TraceItem, traceFilter, traceOrders, tracePage } from './list-schemas.ts'
import { listSpans } from './list-spans.ts'
import { listTraces } from './list-traces.ts'
import { otlpSpan } from './normalise/test-span.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { decodeRecording } from './testing/recordings.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)
const list = async (ctx: Context, filter: Record<string, string> = {}) =>
  tracePage.parse(await listTraces(ctx, { query: traceFilter.parse(filter) }))
const spans = async (ctx: Context, filter: Record<string, string> = {}) =>
  spanPage.parse(await listSpans(ctx, { query: spanFilter.parse(filter) }))

const startNs = 1_760_000_000_000_000_000n

/** One span that is a trace; numbers begin a second apart. */
function span(n: number, more: Partial<OtlpSpan> = {}): OtlpSpan {
  const start = startNs + BigInt(n) * 1_000_000_000n
  return otlpSpan(more.attributes, {
    traceId: String(n).padStart(32, '0'),
    spanId: String(n).padStart(16, '0'),
    name: `trace ${n}`,
    startTimeUnixNano: start,
    endTimeUnixNano: start + BigInt(1 + (n % 7)) * 1_000_000n,
    ...more,
  })
}
const call = (n: number, tokens: number | null) =>
  span(n, {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': n % 3 === 0 ? 'gpt-4o' : 'a-model-without-price',
      ...(tokens === null ? {} : { 'gen_ai.usage.input_tokens': tokens, 'gen_ai.usage.output_tokens': 1 }),
    },
  })
const send = (ctx: Context, ...sent: OtlpSpan[]) => ingestTraces(ctx, { spans: sent, rejected: [] })

async function pages(ctx: Context, filter: Record<string, string>, between: (page: number) => Promise<unknown>) {
  const all: TraceItem[] = []
  let cursor: string | null = null
  let page = 0
  do {
    const answer: Awaited<ReturnType<typeof list>> = await list(ctx, { ...filter, ...(cursor && { cursor }) })
    all.push(...answer.items)
    cursor = answer.nextCursor
    await between(page++)
  } while (cursor)
  return all
}

describe.each(traceOrders)('in the order %s', sort => {
  const figure: Record<string, (item: TraceItem) => number> = {
    startedAt: item => Date.parse(item.startedAt),
    durationMs: item => item.durationMs,
    cost: item => (item.cost === null ? -1 : Number(item.cost)),
    tokens: item => (item.inputTokens ?? 0) + (item.outputTokens ?? 0),
  }

  test('pages neither skip nor repeat a trace while others arrive', async () => {
    const ctx = newProject()
    const first = Array.from({ length: 40 }, (_, n) => call(n + 1, n % 5 === 0 ? null : (n * 37) % 11))
    await send(ctx, ...first)
    const all = await pages(ctx, { sort, limit: '7' }, page =>
      send(ctx, call(100 + page, page * 3), call(200 + page, null)),
    )
    const ids = all.map(item => item.traceId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter(id => Number(id) <= 40)).toHaveLength(40)
    const values = all.map(figure[sort.replace('-', '')] ?? (() => Number.NaN))
    const ascending = [...values].sort((a, b) => a - b)
    expect(values).toEqual(sort.startsWith('-') ? ascending.reverse() : ascending)
  })
})

test('a filter with few matches finds old traces on its first page', async () => {
  const ctx = newProject()
  const rare = span(1, { attributes: { 'app.tenant': 'acme', 'app.port': 8080 } })
  await send(ctx, rare, ...Array.from({ length: 1_050 }, (_, n) => span(n + 2, { attributes: { k: 'v' } })))
  const { items, nextCursor } = await list(ctx, { attribute: 'app.tenant:acme' })
  expect([items.map(item => item.name), nextCursor]).toEqual([['trace 1'], null])
  const from = new Date(Number(startNs / 1_000_000n)).toISOString()
  const to = new Date(Number(startNs / 1_000_000n) + 5_000).toISOString()
  for (const attribute of ['app.tenant', 'app.port:8080', 'app.tenant:acme']) {
    expect((await list(ctx, { attribute, from, to })).items.map(item => item.name)).toEqual(['trace 1'])
    expect((await spans(ctx, { attribute, from, to })).items.map(item => item.name)).toEqual(['trace 1'])
  }
  expect((await list(ctx, { attribute: 'app.tenant:other', from, to })).items).toEqual([])
})

test('running is a status of its own: a trace is in exactly one of the three', async () => {
  const ctx = newProject()
  const child = span(1, { parentSpanId: 'aaaaaaaaaaaaaaaa' })
  await send(ctx, child, span(2), span(3, { status: { code: 2, message: 'broken' } }))
  const by = async (status: string) => (await list(ctx, { status })).items.map(item => [item.name, item.status])
  expect(await by('running')).toEqual([['trace 1', 'running']])
  expect(await by('ok')).toEqual([['trace 2', 'ok']])
  expect(await by('error')).toEqual([['trace 3', 'error']])
  await database.db.pool.query("update trace set updated_at = now() - interval '11 minutes' where project_id = $1", [
    ctx.projectId,
  ])
  expect(await by('running')).toEqual([])
  expect((await by('ok')).map(([name]) => name)).toEqual(['trace 2', 'trace 1'])
})

test.each([
  ['agent', 'weather-agent', 'vercel-ai-v6-proto', 4],
  ['session', 'incident-4711', 'openinference-crewai', 1],
  ['user', 'user_42', 'traceloop', 1],
  ['framework', 'mastra', 'mastra-otel-proto', 4],
  ['tool', 'charge_card', 'autogen-own', 1],
  ['environment', 'demo', 'autogen-own', 32],
  ['release', '1.4.0', 'autogen-own', 32],
  ['model', 'text-embedding-3-small', 'otel-contrib-openai', 1],
])('the filter %s=%s finds what is so of %s', async (name, value, recording, count) => {
  const ctx = newProject()
  await send(ctx, ...decodeRecording(recording).spans)
  const { items } = await list(ctx, { [name]: value, limit: '200' })
  expect(items).toHaveLength(count)
  expect((await list(ctx, { [name]: 'nobody' })).items).toEqual([])
})

test('a cursor of another list or order, or an invented one, is invalid', async () => {
  const ctx = newProject()
  await send(ctx, ...Array.from({ length: 3 }, (_, n) => span(n)))
  const byStart = (await list(ctx, { limit: '1' })).nextCursor ?? ''
  const ofSpans = (await spans(ctx, { limit: '1' })).nextCursor ?? ''
  expect((await list(ctx, { cursor: byStart })).items).toHaveLength(2)
  const isInvalid = (answer: Promise<unknown>) => expect(answer).rejects.toThrow('not one of this list')
  await isInvalid(list(ctx, { cursor: byStart, sort: '-cost' }))
  await isInvalid(list(ctx, { cursor: ofSpans }))
  await isInvalid(spans(ctx, { cursor: byStart }))
  const forged = (...place: unknown[]) =>
    Buffer.from(JSON.stringify(['traces -startedAt', place])).toString('base64url')
  const id = '0'.repeat(32)
  for (const place of [['now', id], ['1', id], ['2026-02-30 10:00:00+00', id], ['2026-11-23 10:00:00+00', 'x'], [id]])
    await isInvalid(list(ctx, { cursor: forged(...place) }))
  expect((await list(ctx, { cursor: forged('2026-11-23 10:00:00+00', id) })).items).toBeDefined()
  for (const cursor of ['nonsense', '2026-11-23 10:00:00+00|x']) await isInvalid(spans(ctx, { cursor }))
})

test('spans page by trace and start, each once, while others arrive', async () => {
  const ctx = newProject()
  const { spans: recorded } = decodeRecording('openinference-crewai')
  await send(ctx, ...recorded)
  const seen: [trace: string, start: string, id: string][] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof spans>> = await spans(ctx, { limit: '5', ...(cursor && { cursor }) })
    seen.push(...page.items.map(item => [item.traceId, item.startedAt, item.spanId] as [string, string, string]))
    cursor = page.nextCursor
    await send(ctx, span(seen.length))
  } while (cursor)
  expect(new Set(seen.map(([, , id]) => id)).size).toBe(seen.length)
  const theirs = seen.filter(([, , id]) => recorded.some(one => one.spanId === id))
  expect(theirs).toHaveLength(recorded.length)
  for (const trace of new Set(theirs.map(([id]) => id))) {
    const starts = theirs.filter(([id]) => id === trace).map(([, start]) => start)
    expect(starts).toEqual([...starts].sort())
  }
})

test('spans are found by kind, status and the words of their payload', async () => {
  const ctx = newProject()
  await send(ctx, ...decodeRecording('autogen-own').spans)
  const failed = (await spans(ctx, { kind: 'tool', status: 'error' })).items
  expect(failed.map(item => item.tool)).toEqual(['charge_card'])
  const [one] = failed
  const text = one?.statusMessage?.slice(0, 12) ?? ''
  expect(text).not.toBe('')
  const inTrace = await spans(ctx, { traceId: one?.traceId ?? '', text })
  expect(inTrace.items.map(item => item.spanId)).toContain(one?.spanId)
  expect((await spans(ctx, { traceId: 'f'.repeat(32) })).items).toEqual([])
})
