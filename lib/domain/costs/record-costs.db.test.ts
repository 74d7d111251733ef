import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { type MetricsQuery, metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { rollupGrains } from '#lib/domain/traces/measures.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { recomputeAll } from '#lib/domain/traces/recompute/test-old-rules.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { recordCosts } from './record-costs.ts'
import { type CostRecord, costRecord } from './schemas.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)
const hex = (n: number) => n.toString(16).padStart(32, '0')
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

/** The rows of the rollup of other costs, by key. Rows with nothing in them are left out. */
async function rollup({ projectId }: Context): Promise<Record<string, [records: number, nanos: number]>> {
  const { rows } = await database.db.pool.query(
    `select concat_ws('|', grain, to_char(bucket at time zone 'UTC', 'DD HH24:MI'), environment, agent, framework, release, cost_kind) as key,
       records::int, amount_nanos::float8 as nanos
     from rollup_cost where project_id = $1 and (records <> 0 or amount_nanos <> 0)`,
    [projectId],
  )
  return Object.fromEntries(rows.map(({ key, records, nanos }) => [key, [records, nanos]]))
}

/** The rows of the rollup of other costs by user, session and tag. */
async function topRollup({ projectId }: Context): Promise<typeof table> {
  const table: Record<string, [records: number, nanos: number]> = {}
  const { rows } = await database.db.pool.query(
    `select concat_ws('|', to_char(bucket at time zone 'UTC', 'DD HH24:MI'), environment, dimension, value) as key,
       records::int, amount_nanos::float8 as nanos
     from rollup_cost_top where project_id = $1 and (records <> 0 or amount_nanos <> 0)`,
    [projectId],
  )
  for (const { key, records, nanos } of rows) table[key] = [records, nanos]
  return table
}

/** The same, counted one at a time from the stored records and traces. */
async function topRecount({ projectId }: Context): Promise<Awaited<ReturnType<typeof topRollup>>> {
  const read = async (text: string) => (await database.db.pool.query(text, [projectId])).rows
  const [records, traces] = [
    await read('select * from cost_record where project_id = $1'),
    await read('select * from trace where project_id = $1'),
  ]
  const table: Awaited<ReturnType<typeof topRollup>> = {}
  for (const record of records) {
    const trace = traces.find(each => each.trace_id === record.trace_id)
    const names = [
      ['user', record.user_id ?? trace?.user_id],
      ['session', trace?.session_id],
      ...(trace?.tags ?? []).map((tag: string) => ['tag', tag]),
    ]
    const at = new Date(Math.floor(record.at.getTime() / 3_600_000) * 3_600_000).toISOString().slice(8, 16)
    for (const [dimension, value] of names.filter(([, name]) => name)) {
      const key = [at.replace('T', ' '), record.environment ?? trace?.environment ?? '', dimension, value].join('|')
      const before = table[key] ?? [0, 0]
      table[key] = [before[0] + 1, before[1] + Number(record.amount_nanos)]
    }
  }
  return table
}

/** The same, counted one at a time from the stored records and traces. */
async function recount({ projectId }: Context): Promise<Awaited<ReturnType<typeof rollup>>> {
  const read = async (text: string) => (await database.db.pool.query(text, [projectId])).rows
  const records = await read('select * from cost_record where project_id = $1')
  const traces = await read('select * from trace where project_id = $1')
  const table: Awaited<ReturnType<typeof rollup>> = {}
  for (const record of records) {
    const trace = traces.find(each => each.trace_id === record.trace_id)
    const agent = record.agent ?? trace?.agent ?? ''
    const release = record.release ?? (agent === (trace?.agent ?? '') || record.agent === null ? trace?.release : null)
    for (const grain of rollupGrains) {
      const at = new Date(Math.floor(record.at.getTime() / (grain * 1000)) * grain * 1000).toISOString()
      const place = [at.slice(8, 16).replace('T', ' '), record.environment ?? trace?.environment ?? '']
      const key = [grain, ...place, agent, trace?.framework ?? '', release ?? '', record.kind].join('|')
      const before = table[key] ?? [0, 0]
      table[key] = [before[0] + 1, before[1] + Number(record.amount_nanos)]
    }
  }
  return table
}

const start = Date.UTC(2026, 10, 28, 11, 58)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const anyRecord = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    kind: fc.constantFrom('compute', 'api', 'storage', 'other'),
    amountUsd: fc.nat(5_000_000).map(micros => (micros / 1e6).toFixed(6)),
    at: fc.nat(4).map(minutes => new Date(start + minutes * 60_000).toISOString()),
    agent: maybe(fc.constantFrom('planner', 'writer')),
    release: maybe(fc.constantFrom('v1', 'v2')),
    environment: maybe(fc.constantFrom('production', 'staging')),
    trace: maybe(fc.constantFrom(1, 2, 3)),
    user: maybe(fc.constantFrom('ines', 'omar')),
  })
  .map(({ trace, ...rest }) => costRecord.parse({ ...rest, traceId: trace === undefined ? undefined : hex(trace) }))
const anySpan = fc
  .record({
    trace: fc.constantFrom(1, 2, 3),
    span: fc.nat(2),
    agent: maybe(fc.constantFrom('planner', 'reader')),
    release: maybe(fc.constantFrom('v7', 'v8')),
    environment: maybe(fc.constantFrom('production', 'test')),
    user: maybe(fc.constantFrom('ines', 'jon')),
    session: maybe(fc.constantFrom('s1', 's2')),
    tag: maybe(fc.constantFrom('beta', 'vip')),
  })
  .map(({ trace, span, agent, release, environment, user, session, tag }) => {
    const given = {
      'gen_ai.agent.name': agent,
      'holdpoint.release': release,
      'deployment.environment.name': environment,
      'user.id': user,
      'session.id': session,
      'langfuse.trace.tags': tag,
    }
    const attributes = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => (value ? [[key, value]] : [])),
    )
    return otlpSpan(attributes, {
      traceId: hex(trace),
      spanId: hex(span + 1).slice(16),
      parentSpanId: span === 0 ? null : hex(1).slice(16),
    })
  })
type Step = { costs: CostRecord[] } | { spans: OtlpSpan[] }
const anySteps = fc.array(
  fc.oneof(
    fc
      .uniqueArray(anyRecord, { minLength: 1, maxLength: 4, selector: record => record.id })
      .map((costs): Step => ({ costs })),
    fc.array(anySpan, { minLength: 1, maxLength: 3 }).map((spans): Step => ({ spans })),
  ),
  { minLength: 1, maxLength: 10 },
)

test(
  'records and spans in any order and at once, repeated and replaced, leave a rollup that equals a recount',
  async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async steps => {
        const ctx = newProject()
        const run = (step: Step) =>
          'costs' in step ? recordCosts(ctx, { body: { costs: step.costs } }) : send(ctx, step.spans)
        const half = Math.floor(steps.length / 2)
        for (const step of steps.slice(0, half)) await run(step)
        await Promise.all(steps.slice(half).map(run))
        const counted = await recount(ctx)
        const countedByMany = await topRecount(ctx)
        expect([await rollup(ctx), await topRollup(ctx)]).toEqual([counted, countedByMany])
        await recomputeAll(ctx)
        expect([await rollup(ctx), await topRollup(ctx)]).toEqual([counted, countedByMany])
      }),
      propertyRuns(12),
    )
  },
  timeLimit(120_000),
)

const cost = (body: object) =>
  costRecord.parse({ id: 'a', kind: 'api', amountUsd: '1.25', at: '2026-11-28T12:00:00Z', ...body })

test('the same record again changes nothing; a different one replaces it', async () => {
  const ctx = newProject()
  const record = async (body: object) => (await recordCosts(ctx, { body: cost(body) })).costs
  expect(await record({})).toEqual([{ id: 'a', outcome: 'created' }])
  expect(await record({ amountUsd: 1.25 })).toEqual([{ id: 'a', outcome: 'unchanged' }])
  expect(await record({ amountUsd: '2' })).toEqual([{ id: 'a', outcome: 'replaced' }])
  expect(Object.values(await rollup(ctx))).toEqual(rollupGrains.map(() => [1, 2e9]))
})

const ask = (ctx: Context, query: Partial<MetricsQuery>) =>
  queryMetrics(ctx, {
    body: metricsQuery.parse({ from: '2026-11-28T11:30:00Z', to: '2026-11-28T12:30:00Z', ...query }),
  })

const begin = BigInt(Date.UTC(2026, 10, 28, 12)) * 1_000_000n
const callOf = (model: string, n: number) =>
  otlpSpan(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.agent.name': 'planner',
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': 1_000_000,
      'gen_ai.usage.output_tokens': 0,
    },
    { traceId: hex(n), spanId: hex(n).slice(16), startTimeUnixNano: begin, endTimeUnixNano: begin + 1n },
  )

test('other costs are shown beside tokens, counted in the total, and never replace an unknown cost', async () => {
  const ctx = newProject()
  await recordCosts(ctx, {
    body: { costs: [cost({ agent: 'planner' }), cost({ id: 'b', kind: 'storage', amountUsd: '0.5' })] },
  })
  const measures = ['cost', 'otherCost', 'totalCost', 'unpricedSpans'] as const
  const all = (by: MetricsQuery['by'] = []) => ask(ctx, { measures: [...measures], by }).then(answer => answer.rows)
  expect(await all()).toEqual([['0.000000000', '1.750000000', '1.750000000', 0]])
  await send(ctx, [callOf('a-model-of-tomorrow', 1)])
  expect(await all()).toEqual([[null, '1.750000000', null, 1]])
  await send(ctx, [callOf('gpt-4o', 2)])
  expect(await all(['agent'])).toEqual([
    ['planner', '2.500000000', '1.250000000', '3.750000000', 1],
    [null, '0.000000000', '0.500000000', '0.500000000', 0],
  ])
  const { rows } = await ask(ctx, {
    measures: ['otherCost'],
    by: ['costKind'],
    bucket: 'hour',
    filter: { costKind: ['api'] },
  })
  expect(rows).toEqual([['2026-11-28T12:00:00.000Z', 'api', '1.250000000']])
  const request = await ask(ctx, { measures: ['requests', 'totalCostPerRequest'], filter: { agent: 'planner' } })
  expect(request.rows).toEqual([[2, '1.875000000']])
})

test('by user, session and tag other costs are shown beside tokens, and the sum is ranked', async () => {
  const ctx = newProject()
  const of = (user: string, n: number) => {
    const span = callOf('gpt-4o', n)
    return { ...span, attributes: { ...span.attributes, 'user.id': user, 'langfuse.trace.tags': 'beta' } }
  }
  await send(ctx, [of('ines', 1), of('jon', 2)])
  await recordCosts(ctx, {
    body: {
      costs: [
        cost({ id: 'a', traceId: hex(1), amountUsd: '0.5' }),
        cost({ id: 'b', user: 'jon', amountUsd: '0.75' }),
        cost({ id: 'c', user: 'omar', amountUsd: '9' }),
        cost({ id: 'd', amountUsd: '100' }),
      ],
    },
  })
  const measures = ['totalCost', 'cost', 'otherCost', 'traces'] as const
  const by = async (name: 'user' | 'tag', more: Partial<MetricsQuery> = {}) =>
    (await ask(ctx, { measures: [...measures], by: [name], top: { by: 'totalCost', limit: 2 }, ...more })).rows
  expect(await by('user')).toEqual([
    ['omar', '9.000000000', '0.000000000', '9.000000000', 0],
    ['jon', '3.250000000', '2.500000000', '0.750000000', 1],
  ])
  expect(await by('tag')).toEqual([['beta', '5.500000000', '5.000000000', '0.500000000', 2]])
  expect(await by('user', { filter: { user: 'ines' }, top: undefined, bucket: 'hour' })).toEqual([
    ['2026-11-28T12:00:00.000Z', 'ines', '3.000000000', '2.500000000', '0.500000000', 1],
  ])
})
