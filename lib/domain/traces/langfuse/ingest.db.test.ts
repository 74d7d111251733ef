import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  langfuseBatches,
  langfuseRecordings,
  type RecordedEvent,
} from '#lib/domain/traces/testing/langfuse-recordings.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import { recount, rolledUp } from '#lib/domain/traces/testing/totals.ts'
import type { Context } from '#lib/platform/context.ts'
import { createTestDatabase, type TestDatabase, testContext } from '#lib/platform/testing/database.ts'
import { ingestLangfuse } from './ingest.ts'
import { pruneLangfuse } from './prune.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

let counter = 0
const freshProject = (): Context => ({ ...testContext(database.db), projectId: `p${counter++}` })
const stateOf = (ctx: Context) => projectState(database.db.pool, ctx.projectId)
const query = async (ctx: Context, text: string) => (await database.db.pool.query(text, [ctx.projectId])).rows

async function expectExact(ctx: Context) {
  const counted = await recount(database.db.pool, ctx.projectId)
  expect(await rolledUp(database.db.pool, ctx.projectId, 60)).toEqual(counted)
  expect(await rolledUp(database.db.pool, ctx.projectId, 3600)).toEqual(counted)
  return counted
}

/** What the recorded programs did. */
const truth = {
  'langfuse-js-v3': {
    totals: { input: '240', output: '48' },
    traces: [
      {
        name: 'plan trip',
        user_id: 'cid',
        session_id: 's-3',
        release: 'rel-8',
        environment: 'production',
        tags: ['js'],
        status: 'ok',
        error_count: 1,
        llm_calls: 2,
        span_count: 6,
      },
    ],
    scores: [
      { name: 'ok', data_type: 'boolean', value: 0, label: null },
      { name: 'quality', data_type: 'numeric', value: 0.4, label: null },
    ],
  },
  'langfuse-py-v2': {
    // 20 of the second call's tokens were cached; Langfuse's buckets exclude one another.
    totals: { input: '380', output: '72' },
    traces: [
      {
        name: 'answer ticket',
        user_id: 'ann',
        session_id: 's-1',
        release: 'v2',
        environment: 'staging',
        tags: ['beta', 'eu', 'late'],
        status: 'ok',
        error_count: 1,
        llm_calls: 2,
        span_count: 7,
      },
      {
        name: 'decorated',
        user_id: 'bob',
        session_id: 's-2',
        release: null,
        environment: null,
        tags: [],
        status: 'error',
        error_count: 1,
        llm_calls: 1,
        span_count: 3,
      },
    ],
    scores: [
      { name: 'helpful', data_type: 'numeric', value: 0.9, label: null },
      { name: 'tone', data_type: 'categorical', value: null, label: 'polite' },
    ],
  },
}

describe.each(langfuseRecordings)('%s', name => {
  const batches = langfuseBatches(name)
  const events = batches.flat()

  test('as it was sent, twice: what the program did, and the rollups equal a recount', async () => {
    const ctx = freshProject()
    for (const batch of batches) expect((await ingestLangfuse(ctx, batch)).errors).toEqual([])
    const once = await stateOf(ctx)
    for (const batch of batches) await ingestLangfuse(ctx, batch)
    expect(await stateOf(ctx)).toEqual(once)
    expect(await expectExact(ctx)).toMatchObject(truth[name].totals)
    expect(
      await query(
        ctx,
        `select name, user_id, session_id, release, environment, tags, status, error_count, llm_calls, span_count from trace
         where project_id = $1 order by start_us`,
      ),
    ).toEqual(truth[name].traces)
    const scores = 'select name, data_type, value, label from score where project_id = $1 order by name'
    expect(await query(ctx, scores)).toEqual(truth[name].scores)
  })

  test('doubled, shuffled, split in any way and sent at once: the same', async () => {
    const whole = freshProject()
    await ingestLangfuse(whole, events)
    const expected = await stateOf(whole)
    await fc.assert(
      fc.asyncProperty(arrangement(events), async requests => {
        const ctx = freshProject()
        await Promise.all(requests.map(request => ingestLangfuse(ctx, request)))
        expect(await stateOf(ctx)).toEqual(expected)
      }),
      { numRuns: 5 },
    )
  }, 120_000)
})

/** All events twice, in any order, over up to twelve requests. */
function arrangement(events: readonly RecordedEvent[]): fc.Arbitrary<RecordedEvent[][]> {
  const doubled = [...events, ...events]
  return fc
    .tuple(
      fc.shuffledSubarray(doubled, { minLength: doubled.length, maxLength: doubled.length }),
      fc.integer({ min: 1, max: 12 }),
    )
    .map(([order, parts]) => Array.from({ length: parts }, (_, part) => order.filter((_, i) => i % parts === part)))
}

const base = Date.UTC(2026, 9, 1, 12)
const at = (seconds: number) => new Date(base + seconds * 1000).toISOString()
const us = (seconds: number) => (base + seconds * 1000) * 1000

let ids = 0
const event = (type: string, second: number, body: Record<string, unknown>): RecordedEvent => ({
  id: `e${ids++}`,
  type,
  timestamp: at(second),
  body,
})

/** What a program may say of one observation, each second once: values may be taken back and lowered. */
const saying = fc.record(
  {
    endTime: fc.integer({ min: 1, max: 90 }).map(at),
    output: fc.constantFrom('a', 'b', null),
    level: fc.constantFrom('ERROR', 'DEFAULT'),
    usage: fc.record({ input: fc.nat(99), output: fc.nat(99) }),
    metadata: fc.dictionary(fc.constantFrom('x', 'y'), fc.nat(9)),
  },
  { requiredKeys: [] },
)

interface Program {
  observations: { of: number; parent: number; creations: number; says: Record<string, unknown>[] }[]
  named: boolean
}
const program: fc.Arbitrary<Program> = fc.record({
  observations: fc.array(
    fc.record({
      of: fc.nat(1),
      parent: fc.nat(5),
      creations: fc.nat(1),
      says: fc.array(saying, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  named: fc.boolean(),
})

function eventsOf({ observations, named }: Program): RecordedEvent[] {
  const events = observations.flatMap(({ of, parent, creations, says }, n) =>
    says.map((said, i) =>
      event(`generation-${i <= creations ? 'create' : 'update'}`, n * 10 + i, {
        id: `o${n}`,
        traceId: `t${of}`,
        ...(parent < n && observations[parent]?.of === of && { parentObservationId: `o${parent}` }),
        ...(i === 0 && { startTime: at(n) }),
        ...said,
      }),
    ),
  )
  if (named) events.push(event('trace-create', 70, { id: 't0', name: 'run', userId: 'u', timestamp: at(-5) }))
  return events
}

/** The same told by a plain replay in the order of time, without merging: what each generation must be in the end. */
function replay({ observations }: Program) {
  const generations = observations.map(({ says }, n) => {
    const last = <K extends string>(key: K) =>
      says.reduce<unknown>((value, said) => (said as Record<string, unknown>)[key] ?? value, null)
    const usage = last('usage') as { input: number; output: number } | null
    const claims = usage !== null && usage.input + usage.output > 0
    const end = last('endTime') as string | null
    return {
      name: 'generation',
      start: us(n),
      end: end === null ? null : Math.max(us(n), Date.parse(end) * 1000),
      input: claims && usage.input > 0 ? usage.input : null,
      output: claims ? usage.output : null,
      status: last('level') === 'ERROR' ? 'error' : 'ok',
      text: last('output'),
    }
  })
  return generations
}

test('any program, in any order, split and sent at once: each observation as a plain replay says, totals as a recount', async () => {
  await fc.assert(
    fc.asyncProperty(
      program.chain(drawn => fc.tuple(fc.constant(drawn), arrangement(eventsOf(drawn)))),
      async ([drawn, requests]) => {
        const ctx = freshProject()
        await Promise.all(requests.map(request => ingestLangfuse(ctx, request)))
        await expectExact(ctx)
        const rows = await query(
          ctx,
          `select s.name, s.start_us::float8 as start, s.end_us::float8 as end, s.input_tokens::int as input,
             s.output_tokens::int as output, s.status, p.output as text
           from span s join span_payload p using (project_id, day, trace_id, span_id)
           where s.project_id = $1 and s.kind = 'llm' order by s.start_us`,
        )
        expect(rows).toEqual(replay(drawn))
        const [root] = await query(
          ctx,
          "select start_us::float8 as start, end_us::float8 as end from span where project_id = $1 and name = 'run'",
        )
        const own = replay(drawn).filter((_, n) => drawn.observations[n]?.of === 0)
        const ends = own.flatMap(({ end }) => (end === null ? [] : [end]))
        const end = own.length === 0 ? us(-5) : ends.length === 0 ? null : Math.max(...ends)
        expect(root).toEqual(drawn.named ? { start: us(-5), end } : undefined)
      },
    ),
    { numRuns: 30 },
  )
}, 120_000)

describe('what came before is not lost', () => {
  test('an end and a count may be taken back to less', async () => {
    const ctx = freshProject()
    const said = (second: number, end: number, input: number) =>
      event(second === 0 ? 'generation-create' : 'generation-update', second, {
        id: 'g',
        traceId: 't',
        startTime: at(0),
        endTime: at(end),
        usageDetails: { input, output: 1 },
        model: 'gpt-4o-mini',
      })
    await ingestLangfuse(ctx, [said(0, 60, 900)])
    await ingestLangfuse(ctx, [said(1, 30, 90)])
    expect(await expectExact(ctx)).toMatchObject({ input: '90' })
    expect(await query(ctx, 'select end_us::float8 as end from span where project_id = $1')).toEqual([{ end: us(30) }])
  })

  test('an event that comes after its trace was forgotten adds to the stored span', async () => {
    const ctx = freshProject()
    const trace = event('trace-create', 0, { id: 't', name: 'run', userId: 'ann', tags: ['a'], metadata: { k: 'v' } })
    const create = event('generation-create', 1, {
      id: 'g',
      traceId: 't',
      name: 'draft',
      startTime: at(1),
      model: 'gpt-4o-mini',
      input: [{ role: 'user', content: 'why' }],
      usage: { input: 120, output: 24 },
    })
    const update = event('generation-update', 9, { id: 'g', traceId: 't', endTime: at(9), output: 'because' })
    const again = event('trace-create', 10, { id: 't', sessionId: 's', tags: ['b'] })
    const expected = freshProject()
    await ingestLangfuse(expected, [trace, create, update, again])
    await ingestLangfuse(ctx, [trace, create])
    await query(ctx, "update langfuse_object set updated_at = now() - interval '8 days' where project_id = $1")
    await pruneLangfuse(database.db)
    expect(await query(ctx, 'select 1 from langfuse_object where project_id = $1')).toEqual([])
    await ingestLangfuse(ctx, [update])
    await ingestLangfuse(ctx, [again])
    expect(await stateOf(ctx)).toEqual(await stateOf(expected))
  })

  test('a trace touched lately keeps its memory whole', async () => {
    const ctx = freshProject()
    const one = (id: string) => event('span-create', 0, { id, traceId: 't', startTime: at(0) })
    await ingestLangfuse(ctx, [one('old')])
    await query(ctx, "update langfuse_object set updated_at = now() - interval '8 days' where project_id = $1")
    await ingestLangfuse(ctx, [one('new')])
    await pruneLangfuse(database.db)
    expect(await query(ctx, 'select object_id from langfuse_object where project_id = $1 order by 1')).toEqual([
      { object_id: 'new' },
      { object_id: 'old' },
    ])
  })

  test('a request that failed between its events and its spans is completed by its repetition', async () => {
    const ctx = freshProject()
    const batch = langfuseBatches('langfuse-py-v2').flat()
    await database.db.pool.query('alter table span_payload rename to away')
    await expect(ingestLangfuse(ctx, batch)).rejects.toThrow()
    await database.db.pool.query('alter table away rename to span_payload')
    await ingestLangfuse(ctx, batch)
    const expected = freshProject()
    await ingestLangfuse(expected, batch)
    expect(await stateOf(ctx)).toEqual(await stateOf(expected))
  })
})

test('a request reads and writes what it names, whatever else its trace holds', async () => {
  const ctx = freshProject()
  const create = (n: number) => event('span-create', n, { id: `o${n}`, traceId: 't', startTime: at(n) })
  await ingestLangfuse(ctx, [event('trace-create', 0, { id: 't', name: 'run' }), ...[0, 1, 2, 3].map(create)])
  await ingestLangfuse(ctx, [event('span-update', 30, { id: 'o2', traceId: 't', endTime: at(30) })])
  const rows = await query(
    ctx,
    'select object_id as id, revision from langfuse_object where project_id = $1 order by 1',
  )
  // The trace lasts longer now, and so it changed too.
  expect(rows).toEqual([
    { id: '', revision: 2 },
    { id: 'o0', revision: 1 },
    { id: 'o1', revision: 1 },
    { id: 'o2', revision: 2 },
    { id: 'o3', revision: 1 },
  ])
})

test('more objects than one transaction takes, in one request', async () => {
  const ctx = freshProject()
  const events = Array.from({ length: 250 }, (_, n) =>
    event('span-create', n % 60, { id: `o${n}`, traceId: `t${n % 7}`, startTime: at(0), endTime: at(1) }),
  )
  const answer = await ingestLangfuse(ctx, events)
  expect([answer.successes.length, answer.errors]).toEqual([250, []])
  expect(await expectExact(ctx)).toMatchObject({ spans: '250' })
})

test('an event that cannot be taken is named and costs no other', async () => {
  const ctx = freshProject()
  const good = event('span-create', 0, { id: 'o', traceId: 't', startTime: at(0) })
  const answer = await ingestLangfuse(ctx, [
    good,
    { ...good, id: 'type', type: 'dataset-run-item-create' },
    { ...good, id: 'time', timestamp: 'yesterday' },
    { ...good, id: 'body', body: { traceId: 't' } },
    {
      ...good,
      id: 'score',
      type: 'score-create',
      body: { name: 'q', value: 'high', dataType: 'NUMERIC', traceId: 't' },
    },
    { ...good, id: 'log', type: 'sdk-log', body: { log: 'x' } },
    'no event',
  ])
  expect(answer.successes).toEqual([
    { id: good.id, status: 201 },
    { id: 'log', status: 201 },
  ])
  expect(answer.errors).toEqual([
    { id: 'type', status: 400, message: 'Invalid event', error: 'type: this type of event is not taken' },
    { id: 'time', status: 400, message: 'Invalid event', error: expect.stringMatching(/^timestamp: /) },
    { id: 'body', status: 400, message: 'Invalid event', error: expect.stringMatching(/^body\.id: /) },
    { id: 'score', status: 400, message: 'Invalid event', error: 'body.value: a numeric score is a number' },
    { id: '', status: 400, message: 'Invalid event', error: expect.any(String) },
  ])
  expect(await expectExact(ctx)).toMatchObject({ spans: '1' })
})

test('a score said again stands as it was said last, whichever comes first', async () => {
  const said = (second: number, value: number) =>
    event('score-create', second, { id: 'sc', name: 'quality', value, traceId: 't' })
  for (const order of [
    [said(1, 0.2), said(2, 0.9)],
    [said(4, 0.9), said(3, 0.2)],
  ]) {
    const ctx = freshProject()
    for (const one of order) await ingestLangfuse(ctx, [one])
    expect(await query(ctx, 'select value from score where project_id = $1')).toEqual([{ value: 0.9 }])
    const sums =
      'select grain, sum(count)::int as n, sum(sum)::float8 as sum from rollup_score where project_id = $1 group by 1 order by 1'
    expect(await query(ctx, sums)).toEqual([
      { grain: 60, n: 1, sum: 0.9 },
      { grain: 3600, n: 1, sum: 0.9 },
    ])
  }
})
