import { beforeAll, describe, expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { rollupDimensions } from '#lib/domain/traces/measures.ts'
import { allRecordings, decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import type { Context } from '#lib/platform/context.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { queryMetrics } from './query-metrics.ts'
import { type Dimension, type MetricsQuery, metricsQuery } from './schemas.ts'

const database = givenDatabase()
let ctx: Context
let from = ''
let to = ''

/** A span for the recount: a raw row, without any code of the rollups. */
interface Raw extends Record<Dimension, string | null> {
  startUs: number
  us: number | null
  failed: boolean
  noise: boolean
  request: boolean
  counted: boolean
  input: number
  output: number
  cost: number
}
let raw: Raw[] = []

beforeAll(async () => {
  ctx = testContext(database.db)
  for (const name of allRecordings()) await ingestTraces(ctx, { spans: decodeRecording(name).spans, rejected: [] })
  const { rows } = await database.db.pool.query(
    `select start_us::float8 as "startUs", (end_us - start_us)::float8 as us, status = 'error' as failed, noise, request, counted,
       coalesce(input_tokens, 0)::float8 as input, coalesce(output_tokens, 0)::float8 as output,
       coalesce(reported_cost_nanos, computed_cost_nanos, 0)::float8 as cost, ${rollupDimensions.join(', ')} from span`,
  )
  raw = rows.filter((row: Raw) => !row.noise || row.counted)
  const starts = raw.map(row => row.startUs)
  from = new Date(Math.min(...starts) / 1000).toISOString()
  to = new Date(Math.max(...starts) / 1000 + 1).toISOString()
})

const ask = (input: Partial<MetricsQuery>) => queryMetrics(ctx, { body: metricsQuery.parse({ from, to, ...input }) })

const size = {
  minute: 60e6,
  '5minutes': 300e6,
  hour: 3600e6,
  '6hours': 21600e6,
  day: 86400e6,
  none: Number.POSITIVE_INFINITY,
}

function grouped(by: readonly Dimension[], bucket: keyof typeof size, rows: readonly Raw[]): Map<string, Raw[]> {
  const groups = new Map<string, Raw[]>()
  for (const row of rows) {
    const at = bucket === 'none' ? [] : [new Date((row.startUs - (row.startUs % size[bucket])) / 1000).toISOString()]
    const key = JSON.stringify([...at, ...by.map(name => row[name])])
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

const total = (rows: readonly Raw[], of: (row: Raw) => number) => rows.reduce((sum, row) => sum + of(row), 0)
const usd = (nanos: number) => (nanos / 1e9).toFixed(9)

describe.each([
  ['whole range', [], 'none'],
  ['minutes', [], 'minute'],
  ['hours by agent and kind', ['agent', 'kind'], 'hour'],
  ['five minutes', [], '5minutes'],
  ['six hours', [], '6hours'],
  ['days by model', ['model'], 'day'],
  ['by provider and environment', ['provider', 'environment'], 'none'],
  ['by framework, environment and tool', ['framework', 'environment', 'tool'], 'none'],
] as const)('%s', (_, by, bucket) => {
  test('sums equal a recount of the spans', async () => {
    const measures = ['spans', 'errors', 'requests', 'requestErrors', 'errorRate'] as const
    const answer = await ask({ measures: [...measures], by: [...by], bucket })
    const expected = [...grouped(by, bucket, raw)].map(([key, rows]) => {
      const requests = rows.filter(row => row.request)
      const failed = requests.filter(row => row.failed).length
      const rate = requests.length === 0 ? null : failed / requests.length
      return [...JSON.parse(key), rows.length, rows.filter(row => row.failed).length, requests.length, failed, rate]
    })
    expect(answer.rows.map(row => JSON.stringify(row)).sort()).toEqual(expected.map(row => JSON.stringify(row)).sort())
  })

  test('tokens and cost equal a recount of the counted spans', async () => {
    const answer = await ask({ measures: ['inputTokens', 'outputTokens', 'cost', 'spans'], by: [...by], bucket })
    const groups = grouped(by, bucket, raw)
    expect(answer.rows).toHaveLength(groups.size)
    for (const row of answer.rows) {
      const [input, output, cost] = row.slice(-4)
      const rows = (groups.get(JSON.stringify(row.slice(0, -4))) ?? []).filter(each => each.counted)
      expect(input ?? 0).toBe(total(rows, each => each.input))
      expect(output ?? 0).toBe(total(rows, each => each.output))
      expect(cost ?? '0.000000000').toBe(usd(total(rows, each => each.cost)))
    }
  })

  test('percentiles are within 4.9 % of the nearest rank', async () => {
    const answer = await ask({
      measures: ['latencyP50', 'latencyP95', 'latencyP99', 'requestLatencyP95'],
      by: [...by],
      bucket,
    })
    const groups = grouped(by, bucket, raw)
    const exact = (rows: readonly Raw[], q: number) => {
      const all = rows.flatMap(row => (row.us === null ? [] : [row.us])).sort((a, b) => a - b)
      return all.length === 0 ? null : (all[Math.ceil(q * all.length) - 1] ?? null)
    }
    expect(answer.rows.length).toBeGreaterThan(0)
    for (const row of answer.rows) {
      const rows = groups.get(JSON.stringify(row.slice(0, -4))) ?? []
      const requests = rows.filter(each => each.request)
      const truth = [exact(rows, 0.5), exact(rows, 0.95), exact(rows, 0.99), exact(requests, 0.95)]
      for (const [i, us] of truth.entries()) {
        const read = row.slice(-4)[i]
        if (us === null) expect(read).toBeNull()
        // The bounds of a bin are floating point; rounding of half a microsecond is not an error of the bin.
        else expect(Math.abs(Number(read) * 1000 - us)).toBeLessThanOrEqual(us * 0.0489 + 0.5)
      }
    }
  })
})

/** The recount: traces by one dimension of many values and by hour, only from the rows of traces. */
async function tracesBy(column: string, key: string) {
  const { rows } = await database.db.pool.query(
    `select ${key} as key, count(*)::int as traces, sum(coalesce(cost_nanos, 0))::float8 as cost,
       sum(unpriced_spans + unmetered_calls)::int as missing
     from trace t cross join lateral unnest(${column}) as value where value is not null group by 1`,
  )
  return rows.map(({ key: name, traces, cost, missing }) => ({
    name,
    traces,
    cost: cost === 0 && missing > 0 ? null : usd(cost),
  }))
}
const byName = <T extends { name: unknown }>(rows: T[]) =>
  rows.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))

test.each([
  ['user', 'array[user_id]'],
  ['session', 'array[session_id]'],
  ['tag', 'tags'],
] as const)('traces and cost by %s equal a recount of the traces', async (name, column) => {
  const { rows } = await ask({ measures: ['traces', 'cost'], by: [name] })
  const read = rows.map(([value, traces, cost]) => ({ name: value, traces, cost }))
  const counted = await tracesBy(column, 'value')
  expect(counted.length).toBeGreaterThan(0)
  expect(byName(read)).toEqual(byName(counted))
  const first = await ask({ measures: ['traces'], by: [name], top: { by: 'traces', limit: 1 } })
  expect(first.rows).toEqual([[expect.any(String), Math.max(...counted.map(each => each.traces))]])
  const [one] = counted
  const filtered = await ask({ measures: ['traces'], filter: { [name]: one?.name } })
  expect(filtered.rows).toEqual([[one?.traces]])
})

test('a trace counts in the hour in which it began, whatever part of the hour the range covers', async () => {
  const { rows, from: start } = await ask({
    measures: ['traces'],
    by: ['user'],
    from: new Date(Date.parse(from)).toISOString(),
  })
  expect(start.slice(14)).toBe('00:00.000Z')
  const hourly = await ask({ measures: ['traces'], by: ['user'], bucket: 'hour' })
  const sum = (list: typeof rows) => list.reduce((all, row) => all + Number(row.at(-1)), 0)
  expect(sum(hourly.rows)).toBe(sum(rows))
})

test('the agents with the most spans come first', async () => {
  const { rows } = await ask({ measures: ['spans', 'latencyP50'], by: ['agent'], top: { by: 'spans', limit: 3 } })
  const counts = [...grouped(['agent'], 'none', raw).values()].map(list => list.length).sort((a, b) => b - a)
  expect(rows.map(row => row[1])).toEqual(counts.slice(0, 3))
})

test('runs, their steps and their cost equal a recount of the runs', async () => {
  // A trace that is not joined to others is a run by itself. A trace that has only framework messages or set-up ran
  // nothing.
  const { rows } = await database.db.pool.query(
    `select llm_calls + tool_calls as steps, cost_nanos::float8 as cost from run where executes
     union all
     select llm_calls + tool_calls, cost_nanos::float8 from trace t
     where not exists (select from run_part p where p.trace_id = t.trace_id)
       and exists (select from span s where s.trace_id = t.trace_id and not s.noise and s.operation is distinct from 'create_agent')
     order by 1`,
  )
  const rank = (list: number[], q: number) => list[Math.ceil(q * list.length) - 1] ?? 0
  const costs = rows.flatMap(row => (row.cost === null ? [] : [row.cost])).sort((a, b) => a - b)
  const answer = await ask({ measures: ['runs', 'stepsPerRunP50', 'stepsPerRunP95', 'costPerRunP50'] })
  const [runs, half, most, cost] = answer.rows[0] ?? []
  expect(runs).toBe(rows.length)
  const steps = rows.map(row => row.steps)
  expect(half).toBe(rank(steps, 0.5))
  expect(Math.abs(Number(most) / rank(steps, 0.95) - 1)).toBeLessThan(0.11)
  expect(Math.abs((Number(cost) * 1e9) / rank(costs, 0.5) - 1)).toBeLessThan(0.049)
})

test('filters keep what they name; null matches rows without a value', async () => {
  const [agent] = raw.flatMap(row => row.agent ?? [])
  if (!agent) throw new Error('no agent in the recordings')
  for (const [filter, keeps] of [
    [{ agent }, (row: Raw) => row.agent === agent],
    [{ agent: [agent, null] }, (row: Raw) => row.agent === agent || row.agent === null],
    [{ kind: 'llm', agent: null }, (row: Raw) => row.kind === 'llm' && row.agent === null],
  ] as const) {
    const { rows } = await ask({ measures: ['spans'], filter: filter as MetricsQuery['filter'] })
    expect(rows[0]?.[0] ?? 0).toBe(raw.filter(keeps).length)
  }
})

test('the range contains what starts in it, and only that', async () => {
  const middle = Math.floor(new Date(from).getTime() / 60_000) * 60_000 + 60_000
  const { rows } = await ask({ measures: ['spans'], to: new Date(middle).toISOString() })
  expect(rows[0]?.[0]).toBe(raw.filter(row => row.startUs < middle * 1000).length)
})

test('the answer is complete once the last bucket is over', async () => {
  const clock = fakeClock(new Date('2026-01-05T12:59:59Z'))
  const until = { from: '2026-01-05T10:00:00Z', to: '2026-01-05T12:30:00Z', bucket: 'hour' as const }
  const query = metricsQuery.parse({ measures: ['spans'], ...until })
  const read = () => queryMetrics({ ...ctx, clock }, { body: query })
  expect(await read()).toMatchObject({ complete: false, to: '2026-01-05T13:00:00.000Z' })
  clock.advance(1)
  expect(await read()).toMatchObject({ complete: true })
})

test('the answer tells the hour in which the figures of the project begin, whatever is asked', async () => {
  const first = Math.min(...raw.map(row => row.startUs)) / 1000
  const { firstAt } = await ask({ measures: ['requests'], filter: { agent: 'nobody' } })
  expect(firstAt).toBe(new Date(Math.floor(first / 3_600_000) * 3_600_000).toISOString())
})

test('another project sees none of it', async () => {
  const answer = await queryMetrics(
    { ...ctx, projectId: 'other' },
    { body: metricsQuery.parse({ measures: ['spans', 'latencyP50'], from, to }) },
  )
  expect(answer.rows).toEqual([])
})
