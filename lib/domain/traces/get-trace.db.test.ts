import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getSpan, getTrace } from './get-trace.ts'
import { ingestLogRecords, ingestTraces } from './ingest-otlp.ts'
import { traceFilter, tracePage } from './list-schemas.ts'
import { listTraces } from './list-traces.ts'
import { spanDetail, traceDetail } from './schemas.ts'
import { decodeRecording } from './testing/recordings.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)
const list = async (ctx: Context, filter: Record<string, string> = {}) =>
  tracePage.parse(await listTraces(ctx, { query: traceFilter.parse(filter) }))

async function load(ctx: Context, name: string) {
  const { spans, records } = decodeRecording(name)
  await ingestTraces(ctx, { spans, rejected: [] })
  if (records.length > 0) await ingestLogRecords(ctx, { records, rejected: [] })
}

test('messages that came as log events are shown in the list, and found by text', async () => {
  const ctx = newProject()
  await load(ctx, 'otel-contrib-openai')
  const { items } = await list(ctx)
  const spoken = items.filter(item => item.inputPreview !== null)
  expect(spoken.length).toBeGreaterThan(0)
  for (const item of spoken) expect(item.inputPreview).toMatch(/"role":/)
  const word = /"content":"(\w+)/.exec(spoken[0]?.inputPreview ?? '')?.[1] ?? ''
  expect(word).not.toBe('')
  expect((await list(ctx, { text: word })).items.map(item => item.traceId)).toContain(spoken[0]?.traceId)
})

test('a trace of a run over many traces names the run', async () => {
  const ctx = newProject()
  await load(ctx, 'autogen-own')
  const details = []
  for (const { traceId } of (await list(ctx, { limit: '200' })).items) {
    details.push(traceDetail.parse(await getTrace(ctx, { params: { traceId } })))
  }
  const joined = details.filter(detail => detail.runs.length > 0)
  expect(joined).toHaveLength(26)
  for (const { runs, traceId } of joined) {
    expect(runs[0]?.traces.map(trace => trace.traceId)).toContain(traceId)
    expect(runs[0]?.traceCount).toBe(runs[0]?.traces.length)
  }
})

test('pages through all traces, each once, while others arrive', async () => {
  const ctx = newProject()
  await load(ctx, 'openinference-crewai-akickoff')
  const seen: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await list(ctx, { limit: '3', ...(cursor && { cursor }) })
    seen.push(...page.items.map(item => item.traceId))
    cursor = page.nextCursor
    await load(ctx, 'traceloop')
  } while (cursor)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(11)
})

test('a trace with large payloads comes without them, and each span has its own', async () => {
  const ctx = newProject()
  const [span] = decodeRecording('openinference-openai').spans
  if (!span) throw new Error('no span')
  const noise = () => Array.from({ length: 20_000 }, () => Math.random().toString(36)).join(' ')
  const spans = Array.from({ length: 80 }, (_, n) => ({
    ...span,
    spanId: String(n + 1).padStart(16, '0'),
    attributes: { 'openinference.span.kind': 'CHAIN', 'input.value': noise() },
  }))
  await ingestTraces(ctx, { spans, rejected: [] })
  const detail = traceDetail.parse(await getTrace(ctx, { params: { traceId: span.traceId } }))
  expect(detail.payloadsOmitted).toBe(true)
  expect(detail.spans).toHaveLength(80)
  expect(detail.spans.every(item => item.input === null)).toBe(true)
  const one = spanDetail.parse(await getSpan(ctx, { params: { traceId: span.traceId, spanId: '0000000000000007' } }))
  expect(one.input).toBe(spans[6]?.attributes['input.value'])
  await expect(getSpan(ctx, { params: { traceId: span.traceId, spanId: 'ffffffffffffffff' } })).rejects.toThrow(
    'No such span',
  )
})
