import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { listDearest, readForecast, recordCosts } from './index.ts'
import { dearestQuery } from './schemas.ts'

const database = givenDatabase()
const hex = (n: number) => n.toString(16)
let spans = 0

interface Called {
  trace: number
  at: string
  agent?: string
  input?: number
  model?: string
}

/** A call with so many tokens, by default a million, at 2.5 dollars. */
function callOf({ trace, at, agent = 'a', input = 1_000_000, model = 'gpt-4o' }: Called) {
  const start = BigInt(Date.parse(at)) * 1_000_000n
  return otlpSpan(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.agent.name': agent,
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': 0,
    },
    {
      traceId: hex(trace).padStart(32, '0'),
      spanId: hex(++spans).padStart(16, '0'),
      startTimeUnixNano: start,
      endTimeUnixNano: start + 5n,
    },
  )
}
const send = (ctx: Context, ...sent: ReturnType<typeof callOf>[]) => ingestTraces(ctx, { spans: sent, rejected: [] })
const at = (now: string) => ({ ...freshProject(database.db), clock: fakeClock(new Date(now)) })

test('the cost of the month and its forecast: the rest of today, the coming days, and the month before to the same day', async () => {
  const ctx = at('2026-11-11T12:00:00Z')
  const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T09:00:00Z`
  await send(ctx, ...[6, 7, 8, 9, 10, 11].map(n => callOf({ trace: n, at: day(n) })))
  await send(ctx, callOf({ trace: 90, at: '2026-10-03T09:00:00Z' }), callOf({ trace: 91, at: '2026-10-30T09:00:00Z' }))
  await recordCosts(ctx, { body: { id: 'x', kind: 'api', amountUsd: '1', at: day(11) } })
  const answer = await readForecast(ctx, { query: {} })
  expect(answer).toMatchObject({
    month: '2026-11',
    spent: '16.000000000',
    notCounted: 0,
    before: '5.000000000',
    beforeSoFar: '2.500000000',
  })
  expect(answer.forecast).toMatchObject({ method: 'mean', days: 12 })
  expect(answer.forecast?.ahead).toHaveLength(20)
  const other = await readForecast(ctx, { query: { agent: 'b' } })
  expect(other).toMatchObject({ spent: '0.000000000', before: null, forecast: null })
})

test('there is no forecast from days that have only calls without a price', async () => {
  const ctx = at('2026-11-11T12:00:00Z')
  const model = 'a-model-of-tomorrow'
  await send(ctx, ...[1, 2, 3, 4, 5].map(n => callOf({ trace: n, at: `2026-11-0${n}T09:00:00Z`, model })))
  expect(await readForecast(ctx, { query: {} })).toMatchObject({ spent: null, notCounted: 5 })
})

test('the dearest traces of a range, and why', async () => {
  const ctx = at('2026-11-11T12:00:00Z')
  const when = '2026-11-10T09:00:00Z'
  await send(
    ctx,
    callOf({ trace: 1, at: when }),
    callOf({ trace: 2, at: when, input: 4_000, agent: 'b' }),
    callOf({ trace: 3, at: '2026-10-10T09:00:00Z' }),
    callOf({ trace: 4, at: when, model: 'a-model-of-tomorrow' }),
  )
  const ask = (query: object) =>
    listDearest(ctx, {
      query: dearestQuery.parse({ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', ...query }),
    })
  const { items } = await ask({})
  expect(items.map(({ traceId, cost }) => [traceId.slice(-1), cost])).toEqual([
    ['1', '2.500000000'],
    ['2', '0.010000000'],
  ])
  expect(items[0]?.reasons[0]).toEqual({ kind: 'large_call', tokens: 1_000_000, model: 'gpt-4o' })
  expect((await ask({ agent: 'b' })).items.map(({ agent }) => agent)).toEqual(['b'])
  expect((await ask({ model: 'gpt-4o', limit: 1 })).items).toHaveLength(1)
  expect(
    dearestQuery.safeParse({ from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }).error?.issues[0]?.path,
  ).toEqual(['to'])
})
