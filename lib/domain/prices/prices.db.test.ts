import { expect, test } from 'vitest'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { ingestTraces, ingestTracesBody } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { recomputeAll } from '#lib/domain/traces/recompute/test-old-rules.ts'
import type { Context } from '#lib/platform/context.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { formFields } from '#lib/shared/config/form-fields.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { priceConfig } from './contract.ts'
import { archivePrice, getPrice, putPrice, readPriceHistory } from './index.ts'
import { priceFields } from './schemas.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)
const model = 'acme-ft-2'
const day = (date: string) => `2026-11-${date}T00:00:00.000000Z`

const put = (ctx: Context, value: object, slug = model) => {
  const body = priceConfig.put.body?.parse({ inputUsdPerMillion: '2', outputUsdPerMillion: '8', ...value })
  if (!body) throw new Error('no body')
  return putPrice(ctx, { params: { slug }, body })
}

let calls = 0
/** A call with a million tokens of input, half of them cached, and a hundred thousand of output. */
function callOf(at: string, more: Record<string, string | number> = {}) {
  const n = (++calls).toString(16)
  const start = BigInt(Date.parse(at)) * 1_000_000n
  return otlpSpan(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': 1_000_000,
      'gen_ai.usage.cache_read.input_tokens': 500_000,
      'gen_ai.usage.output_tokens': 100_000,
      ...more,
    },
    {
      traceId: n.padStart(32, '0'),
      spanId: n.padStart(16, '0'),
      startTimeUnixNano: start,
      endTimeUnixNano: start + 5n,
    },
  )
}
const send = (ctx: Context, ...spans: ReturnType<typeof callOf>[]) => ingestTraces(ctx, { spans, rejected: [] })

/** What stored calls cost in dollars, by their start. */
async function costs({ projectId }: Context): Promise<(number | null)[]> {
  const { rows } = await database.db.pool.query(
    'select computed_cost_nanos::float8 / 1e9 as usd from span where project_id = $1 order by start_us, span_id',
    [projectId],
  )
  return rows.map(row => row.usd)
}

test('a model that is not on the list has an exact price, with its parts, from the time somebody sets it', async () => {
  const ctx = newProject()
  await send(ctx, callOf('2026-11-10T00:00:00Z'))
  await put(ctx, { cachedInputUsdPerMillion: '0.2', validFrom: day('11') })
  await send(ctx, callOf('2026-11-10T12:00:00Z'), callOf('2026-11-11T00:00:00Z'))
  // 0.5 x 2 + 0.5 x 0.2 + 0.1 x 8
  expect(await costs(ctx)).toEqual([null, null, 1.9])
  const query = {
    measures: ['freshInputCost', 'cachedInputCost', 'outputCost', 'unpricedSpans'],
    from: day('01'),
    to: day('28'),
  }
  const { rows } = await queryMetrics(ctx, { body: metricsQuery.parse(query) })
  expect(rows).toEqual([['1.000000000', '0.100000000', '0.800000000', 2]])
})

test('stored spans keep their cost when the price changes, also when they are sent again; a recompute uses the new price', async () => {
  const ctx = newProject()
  await put(ctx, { validFrom: day('01') })
  const span = callOf('2026-11-10T00:00:00Z')
  await send(ctx, span)
  expect(await costs(ctx)).toEqual([2.8])
  await put(ctx, { inputUsdPerMillion: '4', validFrom: day('05') })
  await send(ctx, span)
  expect(await costs(ctx)).toEqual([2.8])
  expect((await recomputeAll(ctx)).after.cost).toBe('4.800000000')
  expect(await costs(ctx)).toEqual([4.8])
})

test('the history has every change; a price can end and come back', async () => {
  const ctx = newProject()
  await put(ctx, { validFrom: day('01') })
  await put(ctx, { validFrom: day('10'), inputUsdPerMillion: 3 })
  await archivePrice(ctx, { params: { slug: model }, query: {} })
  const history = async () => (await readPriceHistory(ctx, { params: { slug: model } })).versions
  expect(
    (await history()).map(({ revision, ends, inputUsdPerMillion, holds }) => [
      revision,
      ends,
      inputUsdPerMillion,
      holds,
    ]),
  ).toEqual([
    [3, true, '3', false],
    [2, false, '3', false],
    [1, false, '2', false],
  ])
  expect(await getPrice(ctx, { params: { slug: model } })).toMatchObject({
    revision: 3,
    archivedAt: expect.any(String),
  })
  await send(ctx, callOf('2026-11-05T00:00:00Z'), callOf('2026-11-15T00:00:00Z'), callOf('2027-11-15T00:00:00Z'))
  expect(await costs(ctx)).toEqual([2.8, 3.8, null])
  await put(ctx, { inputUsdPerMillion: '5' })
  expect((await history())[0]).toMatchObject({ revision: 4, holds: true, inputUsdPerMillion: '5' })
})

test('it is used before the list; for another provider, another tier and audio the list decides', async () => {
  const ctx = newProject()
  await put(ctx, { provider: 'azure', validFrom: day('01') }, 'gpt-4o')
  const gpt = (more: object) =>
    callOf('2026-11-10T00:00:00Z', {
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.cache_read.input_tokens': 0,
      ...more,
    })
  await send(
    ctx,
    gpt({ 'gen_ai.provider.name': 'azure' }),
    gpt({ 'gen_ai.provider.name': 'openai' }),
    gpt({ 'gen_ai.provider.name': 'azure', 'openai.response.service_tier': 'batch' }),
  )
  expect(await costs(ctx)).toEqual([2.8, 3.5, 1.75])
})

test('a price that is set in one process applies to the next request in another, also for large bodies', async () => {
  const ctx = newProject()
  const other = { ...ctx, db: openDatabase(database.url, { max: 2 }) }
  try {
    await send(other, callOf('2026-11-10T00:00:00Z'))
    await put(ctx, { validFrom: day('01') })
    await send(other, callOf('2026-11-10T00:00:01Z'))
    await put(ctx, { inputUsdPerMillion: 3, validFrom: day('02') })
    const spans = [1, 2].map(n => ({
      traceId: `${n}`.padStart(32, 'a'),
      spanId: `${n}`.padStart(16, 'b'),
      name: 'x'.repeat(200_000),
      startTimeUnixNano: String(Date.parse('2026-11-11T00:00:00Z') * 1e6 + n),
      endTimeUnixNano: String(Date.parse('2026-11-11T00:00:01Z') * 1e6),
      attributes: [
        ...[
          ['gen_ai.operation.name', 'chat'],
          ['gen_ai.request.model', model],
        ].map(([key, stringValue]) => ({ key, value: { stringValue } })),
        ...[
          ['gen_ai.usage.input_tokens', 1e6],
          ['gen_ai.usage.output_tokens', 0],
        ].map(([key, intValue]) => ({ key, value: { intValue: String(intValue) } })),
      ],
    }))
    const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
    await ingestTracesBody(other, { encoding: 'json', bytes: new TextEncoder().encode(text) })
    expect(await costs(ctx)).toEqual([null, 2.8, 3, 3])
  } finally {
    await other.db.close()
  }
})

test.each([
  [{ inputUsdPerMillion: '-1' }, 'inputUsdPerMillion'],
  [{ outputUsdPerMillion: 10_001 }, 'outputUsdPerMillion'],
  [{ cachedInputUsdPerMillion: '0.0000001' }, 'cachedInputUsdPerMillion'],
  [{ cacheWriteUsdPerMillion: '1,5' }, 'cacheWriteUsdPerMillion'],
  [{ inputUsdPerMillion: undefined }, 'inputUsdPerMillion'],
  [{ currency: 'EUR' }, 'currency'],
  [{ validFrom: 'tomorrow' }, 'validFrom'],
  [{ validFrom: '1999-01-01T00:00:00Z' }, 'validFrom'],
  [{ validFrom: '2100-01-01T00:00:00Z' }, 'validFrom'],
])('%j is invalid, and the field is named', (value, field) => {
  const body = { inputUsdPerMillion: '2', outputUsdPerMillion: '8', ...value }
  expect(priceConfig.put.body?.safeParse(body).error?.issues[0]?.path).toEqual([field])
})

test('only a lead can set a price; a price that nobody has set has no history', async () => {
  const statusOf = async (work: Promise<unknown>) =>
    work.then(
      () => 0,
      error => (isProblem(error) ? error.fields.status : error),
    )
  const ctx = newProject()
  const viewer: Context = { ...ctx, actor: { kind: 'user', id: 'v', label: 'v', role: 'viewer', sessionId: 's' } }
  expect(await statusOf(put(viewer, {}))).toBe(403)
  expect(await statusOf(readPriceHistory(ctx, { params: { slug: 'never' } }))).toBe(404)
  expect(await statusOf(archivePrice(ctx, { params: { slug: 'never' }, query: {} }))).toBe(404)
})

test('every rate is a text in the form that follows from the schema', () => {
  const inputs = formFields(priceFields).map(({ name, input, optional }) => [name, input, optional])
  expect(inputs).toEqual([
    ['provider', 'text', true],
    ['inputUsdPerMillion', 'text', false],
    ['outputUsdPerMillion', 'text', false],
    ['cachedInputUsdPerMillion', 'text', true],
    ['cacheWriteUsdPerMillion', 'text', true],
    ['currency', 'text', true],
    ['validFrom', 'text', true],
  ])
})
