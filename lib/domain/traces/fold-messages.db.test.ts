import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getTrace } from './get-trace.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { traceFilter, traceOrders, tracePage } from './list-schemas.ts'
import { listTraces } from './list-traces.ts'
import { otlpSpan } from './normalise/test-span.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { traceDetail } from './schemas.ts'
import { decodeRecording } from './testing/recordings.ts'

const database = givenDatabase()
const list = async (ctx: Context, filter: Record<string, string> = {}) =>
  tracePage.parse(await listTraces(ctx, { query: traceFilter.parse(filter) }))
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

const startNs = 1_760_000_000_000_000_000n
function span(n: number, more: Partial<OtlpSpan> = {}): OtlpSpan {
  const start = startNs + BigInt(n) * 1_000_000n
  return otlpSpan(more.attributes, {
    traceId: String(n).padStart(32, '0'),
    spanId: String(n).padStart(16, '0'),
    name: `work ${n}`,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    ...more,
  })
}
const message = (n: number, links: number[] = []) =>
  span(n, {
    name: `autogen publish topic ${n}`,
    attributes: { 'messaging.operation': 'publish' },
    links: links.map(to => ({
      traceId: String(to).padStart(32, '0'),
      spanId: String(to).padStart(16, '0'),
      attributes: {},
    })),
  })

test('three AutoGen teams in 32 traces: the list folds the messages into their runs and counts them', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, decodeRecording('autogen-own').spans)
  const all = await list(ctx)
  expect(all.items).toHaveLength(32)
  expect(all.foldedTraces).toBeNull()
  const folded = await list(ctx, { messageTraces: 'fold' })
  const messages = all.items.filter(item => item.noiseCount === item.spanCount)
  expect(messages).toHaveLength(22)
  expect(folded.foldedTraces).toBe(22)
  expect(folded.items.map(item => item.traceId)).toEqual(
    all.items.filter(item => item.noiseCount < item.spanCount).map(item => item.traceId),
  )
  const runs = new Map(folded.items.flatMap(({ run }) => (run ? [[run.runId, run]] : [])))
  expect([...runs.values()].map(run => [run.traceCount, run.messageTraces]).sort()).toEqual([
    [18, 16],
    [8, 6],
  ])
  for (const { runId, traceCount, messageTraces } of runs.values()) {
    expect((await list(ctx, { run: runId })).items).toHaveLength(traceCount)
    expect((await list(ctx, { run: runId, messageTraces: 'only' })).items).toHaveLength(messageTraces)
    expect((await list(ctx, { run: runId, messageTraces: 'fold' })).foldedTraces).toBe(messageTraces)
    const trace = traceDetail.parse(await getTrace(ctx, { params: { traceId: runId } }))
    const members = trace.runs[0]?.traces.map(member => member.messagesOnly) ?? []
    // What did work comes first, so that a run of hundreds of messages can be walked.
    expect(members).toEqual([...members].sort((a, b) => Number(a) - Number(b)))
    expect(members.filter(Boolean)).toHaveLength(messageTraces)
    expect(trace.runs[0]?.messageTraces).toBe(messageTraces)
  }
})

test.each(traceOrders)('in the order %s a page is full, however many messages lie between', async sort => {
  const ctx = freshProject(database.db)
  const spans = Array.from({ length: 12 }, (_, n) => [
    span(n * 40),
    ...Array.from({ length: 39 }, (_, at) => message(n * 40 + at + 1)),
  ]).flat()
  await send(ctx, spans)
  const sizes: number[] = []
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const filter: Record<string, string> = { messageTraces: 'fold', sort, limit: '5', ...(cursor ? { cursor } : {}) }
    const page = await list(ctx, filter)
    expect(page.foldedTraces).toBe(cursor === null ? 468 : null)
    sizes.push(page.items.length)
    seen.push(...page.items.map(item => item.name ?? ''))
    cursor = page.nextCursor
  } while (cursor)
  expect(sizes).toEqual([5, 5, 2])
  expect(new Set(seen).size).toBe(12)
  expect(seen.every(name => name.startsWith('work'))).toBe(true)
})

test('a filter counts its own messages; traces of a run that did no work are found by it', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, [message(1), message(2, [1]), message(3, [2]), span(4)])
  const folded = await list(ctx, { messageTraces: 'fold' })
  expect(folded.items.map(item => item.name)).toEqual(['work 4'])
  expect(folded.items[0]?.run).toBeNull()
  expect(folded.foldedTraces).toBe(3)
  const run = String(1).padStart(32, '0')
  expect((await list(ctx, { run })).items).toHaveLength(3)
  expect((await list(ctx, { messageTraces: 'fold', text: 'topic 2' })).foldedTraces).toBe(1)
})
