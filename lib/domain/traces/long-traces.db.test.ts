import fc from 'fast-check'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { decodeTracesJson } from './otlp/json.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { anyTrace } from './testing/any-traces.ts'
import { codingSession } from './testing/coding-session.ts'
import { projectState } from './testing/project-state.ts'
import { recount } from './testing/recount.ts'
import { rollupsOf } from './testing/rollups-of.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })
afterEach(() => void vi.restoreAllMocks())

function decoded(spans: ReturnType<typeof codingSession>): OtlpSpan[] {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'svc' } }] }
  const body = { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'app' }, spans }] }] }
  return decodeTracesJson(Buffer.from(JSON.stringify(body))).spans
}

/** Spans that each request read from then on, by the statement that read them. */
function countReads(): Map<string, number> {
  const reads = new Map<string, number>()
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (this: pg.Client, ...args: unknown[]) {
    const result = (await query.apply(this, args)) as pg.QueryResult
    const { name } = args[0] as { name?: string }
    if (name?.startsWith('load-')) reads.set(name, (reads.get(name) ?? 0) + result.rows.length)
    return result
  } as never)
  return reads
}

test('a request reads as few spans of a trace of 1,000 as it did at its beginning, until the root comes', async () => {
  const ctx = newProject()
  const spans = decoded(codingSession(1_000))
  const requests = Array.from({ length: Math.ceil(spans.length / 50) }, (_, i) => spans.slice(i * 50, i * 50 + 50))
  const reads: number[] = []
  for (const request of requests.slice(0, -1)) {
    const counted = countReads()
    await send(ctx, request)
    vi.restoreAllMocks()
    expect(counted.get('load-spans')).toBeUndefined()
    reads.push(counted.get('load-wanted') ?? 0)
  }
  // What waits for a turn that has not ended, and the spans that the trace's row takes its words from.
  expect(Math.max(...reads)).toBeLessThan(50)
  await send(ctx, requests.at(-1) ?? [])
  const whole = newProject()
  await send(whole, spans)
  expect(await projectState(ctx)).toEqual(await projectState(whole))
})

test(
  'a trace of some dozens of spans, one small request after the other, in any order: as sent whole, and as counted again',
  async () => {
    const load = anyTrace(1, 60)
      .map(versions => versions.flat())
      .chain(spans =>
        fc.tuple(
          fc.constant(spans),
          fc.shuffledSubarray(spans, { minLength: spans.length }),
          fc.integer({ min: 1, max: 9 }),
        ),
      )
    await fc.assert(
      fc.asyncProperty(load, async ([spans, order, size]) => {
        const [ctx, whole] = [newProject(), newProject()]
        for (let from = 0; from < order.length; from += size) await send(ctx, order.slice(from, from + size))
        await send(whole, spans)
        expect(await projectState(ctx)).toEqual(await projectState(whole))
        expect(await rollupsOf(ctx)).toEqual(await recount(ctx))
      }),
      propertyRuns(4),
    )
  },
  timeLimit(240_000),
)
