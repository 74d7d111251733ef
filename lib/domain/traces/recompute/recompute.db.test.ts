import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { anyRequests } from '#lib/domain/traces/testing/any-requests.ts'
import { anyTrace } from '#lib/domain/traces/testing/any-traces.ts'
import { allRecordings, decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import { recount } from '#lib/domain/traces/testing/recount.ts'
import { rollupsOf } from '#lib/domain/traces/testing/rollups-of.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { beginRecompute } from './begin.ts'
import { listRecomputes } from './list.ts'
import { startRecompute } from './start.ts'
import { stepRecompute } from './step.ts'
import { stopRecompute } from './stop.ts'
import { anyDay, figuresOf, ingestByOldRules, oldRules, recomputeAll } from './test-old-rules.ts'
import { recomputeTick } from './tick.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

/** Rows as they are in the tables, with the time at which they were written. */
async function rowsOf(ctx: Context): Promise<unknown[]> {
  const tables = ['trace', 'span', 'rollup', 'rollup_bin', 'rollup_top', 'outbox_event']
  const read = async (table: string) => {
    const { rows } = await ctx.db.pool.query(
      `select to_jsonb(t) as row from ${table} t where project_id = $1 order by to_jsonb(t)::text`,
      [ctx.projectId],
    )
    return rows
  }
  return Promise.all(tables.map(read))
}

test.each(allRecordings().map((name, i) => [name, Object.keys(oldRules)[i % 5] ?? '']))(
  '%s, stored with %s: recomputed, it is as if it came today',
  async (name, rule) => {
    const { spans } = decodeRecording(name)
    const [old, fresh] = [newProject(), newProject()]
    await ingestByOldRules(old, spans, () => oldRules[rule])
    await send(fresh, spans)
    const right = await figuresOf(fresh)
    const wasRight = isDeepStrictEqual(await figuresOf(old), right)
    const done = await recomputeAll(old)
    expect(await figuresOf(old)).toEqual(right)
    expect(done).toMatchObject({ spans: right.span?.length, spansUnread: 0 })
    expect(done.tracesChanged > 0).toBe(!wasRight)
  },
)

test(
  'a second recompute changes nothing, and writes nothing',
  async () => {
    const ctx = newProject()
    const spans = allRecordings().flatMap(name => decodeRecording(name).spans)
    await ingestByOldRules(ctx, spans, i => Object.values(oldRules)[i % 5])
    const first = await recomputeAll(ctx)
    const before = await rowsOf(ctx)
    const second = await recomputeAll(ctx)
    expect(second).toMatchObject({ tracesChanged: 0, spansChanged: 0, traces: first.traces, before: first.after })
    expect(second.after).toEqual(first.after)
    expect(await rowsOf(ctx)).toEqual(before)
  },
  timeLimit(60_000),
)

test(
  'beside live ingest of further spans, whatever the rules were: as if all came today, and rollups as counted again',
  async () => {
    const traces = fc
      .tuple(anyTrace(1), anyTrace(2), anyTrace(3))
      .map(all => all.flat().map(versions => versions.at(-1)!))
    const load = traces.chain(spans =>
      fc.record({
        spans: fc.constant(spans),
        before: fc.subarray(spans, { minLength: 1 }),
        rules: fc.array(fc.constantFrom(...Object.values(oldRules), undefined), { minLength: 1, maxLength: 7 }),
        live: anyRequests(spans, 6),
      }),
    )
    await fc.assert(
      fc.asyncProperty(load, async ({ spans, before, rules, live }) => {
        const [old, fresh] = [newProject(), newProject()]
        await ingestByOldRules(old, before, i => rules[i % rules.length])
        const whole = [...live]
        // Two workers, and clients that send what is stored already and what is not.
        await Promise.all([
          recomputeAll(old, { worker: 'one' }),
          recomputeAll(old, { worker: 'two' }),
          ...whole.map(request => send(old, request)),
        ])
        await recomputeAll(old)
        await send(fresh, spans)
        expect(await figuresOf(old)).toEqual(await figuresOf(fresh))
        expect(await rollupsOf(old)).toEqual(await recount(old))
      }),
      propertyRuns(6),
    )
  },
  timeLimit(120_000),
)

const chat = (trace: number, attributes: OtlpSpan['attributes'] = {}) =>
  otlpSpan(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 100,
      ...attributes,
    },
    { traceId: trace.toString(16).padStart(32, '0') },
  )

test('two workers share the traces and do each of them once', async () => {
  const ctx = newProject()
  const spans = Array.from({ length: 120 }, (_, i) => chat(i + 1))
  await ingestByOldRules(ctx, spans, () => oldRules['other tokens'])
  await Promise.all([recomputeAll(ctx, { worker: 'one' }), recomputeAll(ctx, { worker: 'two' })])
  const { rows } = await ctx.db.pool.query(
    'select sum(traces)::int as traces, sum(input_before)::int as before, sum(input_after)::int as after from recompute_day where project_id = $1',
    [ctx.projectId],
  )
  expect(rows[0]).toEqual({ traces: 120, before: 120 * 107, after: 120 * 100 })
})

test('a worker that died after its claim is followed by another', async () => {
  const ctx = newProject()
  await ingestByOldRules(ctx, [chat(1)], () => oldRules['no usage'])
  const { id } = await startRecompute(ctx, anyDay)
  const claim = (until: string) =>
    ctx.db.pool.query(
      `update recompute_day set claimed_by = 'dead', claimed_until = now() + $2::interval where project_id = $1`,
      [ctx.projectId, until],
    )
  await claim('1 hour')
  expect(await stepRecompute(ctx, { id, worker: 'one' })).toEqual({ state: 'waiting' })
  await claim('-1 second')
  expect(await stepRecompute(ctx, { id, worker: 'one' })).toMatchObject({ state: 'worked' })
  expect((await recomputeAll(ctx)).after.inputTokens).toBe(100)
})

test('a span whose attributes were cut stays as it is, and is counted, where reading it again would lose what was known', async () => {
  const ctx = newProject()
  const keys = Array.from({ length: 6 }, (_, i) => [`text.${i}`, 'x'.repeat(60_000)])
  await send(ctx, [chat(1, Object.fromEntries(keys))])
  // As if the rules of then had read the model from an attribute that was too long to be kept.
  await ctx.db.pool.query(
    `update span_payload set attributes = attributes - 'gen_ai.request.model' where project_id = $1`,
    [ctx.projectId],
  )
  const before = await figuresOf(ctx)
  const done = await recomputeAll(ctx)
  expect(done).toMatchObject({ spans: 1, spansUnread: 1, spansChanged: 0, tracesChanged: 0 })
  expect(await figuresOf(ctx)).toEqual(before)
})

test('only days of the range, and only with the permission', async () => {
  const ctx = newProject()
  await ingestByOldRules(ctx, [chat(1)], () => oldRules['no usage'])
  const outside = await startRecompute(ctx, { from: '2001-01-01', to: '2001-12-31' })
  expect(await stepRecompute(ctx, { ...outside, worker: 'one' })).toEqual({ state: 'finished' })
  await expect(startRecompute({ ...ctx, actor: testOperator }, anyDay)).rejects.toThrow('Needs the role admin')
  await expect(startRecompute(ctx, { from: '2001-01-02', to: '2001-01-01' })).rejects.toThrow('must not be before')
})

test('a stopped recompute does nothing more, and continues when the same range is started again; the server finishes it', async () => {
  const ctx = newProject()
  const spans = Array.from({ length: 120 }, (_, i) => chat(i + 1))
  await ingestByOldRules(ctx, spans, () => oldRules['other tokens'])
  const { id } = await beginRecompute(ctx, { body: anyDay })
  expect(await stepRecompute(ctx, { id, worker: 'server' })).toMatchObject({ state: 'worked' })
  const stopped = await stopRecompute(ctx, { params: { id } })
  expect(stopped).toMatchObject({ state: 'stopped', tracesTotal: 120, traces: 50, tracesChanged: 50 })
  await recomputeTick.run(ctx)
  expect(await stepRecompute(ctx, { id, worker: 'server' })).toEqual({ state: 'stopped' })
  expect((await listRecomputes(ctx)).items).toEqual([stopped])
  expect(await beginRecompute(ctx, { body: anyDay })).toMatchObject({ id, state: 'running', traces: 50 })
  await recomputeTick.run(ctx)
  expect((await listRecomputes(ctx)).items).toMatchObject([
    { id, state: 'finished', traces: 120, before: { inputTokens: 120 * 107 }, after: { inputTokens: 120 * 100 } },
  ])
  const again = await beginRecompute(ctx, { body: anyDay })
  await recomputeTick.run(ctx)
  expect((await listRecomputes(ctx)).items[0]).toMatchObject({ id: again.id, state: 'finished', tracesChanged: 0 })
})
