import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryMetrics } from '#lib/domain/metrics/query-metrics.ts'
import { metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { dayMs, hourMs, planDay, stories } from './calendar.ts'
import { deskNames, desks } from './desks.ts'
import { tellDay } from './history.ts'
import { Fleet } from './recorder.ts'
import { openSender } from './sender.ts'

const database = givenDatabase({ use: true })
const past = { seed: 'of the test', liveFrom: Date.parse('2026-11-27T15:00:00Z') }
/** As far back as the stories go: a release has some days before it. */
const days = Array.from({ length: 9 }, (_, n) => n - 9)
const key = 'hp_key_of_the_demo_fleet'
const planned = days.flatMap(day => planDay(past.seed, past.liveFrom, day))
const fleetOf = (target: { url: string; key: string }) => {
  const sender = openSender(target)
  return { sender, fleet: new Fleet(sender.processor) }
}

let server: Server
let target = { url: '', key }

beforeAll(async () => {
  await database.db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await database.db.pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes) values ('key_d', 'default', $1, 'd', 'hp_key', '{ingest,agent,ci,read}')`,
    [keyHash(key)],
  )
  const lane = laneListener(await loadLane(path.resolve(import.meta.dirname, '../../app')))
  server = createServer((request, response) => lane(request, response, { requestId: 'req_test', peer: '127.0.0.1' }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  target = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key }
  const { fleet, sender } = fleetOf(target)
  for (const day of days) await tellDay(fleet, sender, target, past, day)
}, 240_000)
afterAll(() => new Promise(resolve => server.close(resolve)))

type Question = Parameters<typeof metricsQuery.parse>[0]
/** Rows of the metrics query by the values of their dimensions. */
async function ask(question: object): Promise<Map<string, (string | number | null)[]>> {
  const from = new Date(past.liveFrom - 10 * dayMs).toISOString()
  const to = new Date(past.liveFrom).toISOString()
  const body = metricsQuery.parse({ from, to, ...question } as Question)
  const { rows } = await queryMetrics(testContext(database.db), { body })
  const width = body.by.length + (body.bucket === 'none' ? 0 : 1)
  return new Map(rows.map(row => [row.slice(0, width).join(' '), row.slice(width)]))
}
const number = (rows: Map<string, (string | number | null)[]>, name: string, at = 0) => Number(rows.get(name)?.[at])

test('every planned run is stored once, also when a day is told again', async () => {
  const requests = await ask({ measures: ['requests'], by: ['agent'] })
  const runsOf = (agent: string) => planned.filter(run => run.agent === agent).length
  expect(number(requests, 'support-agent')).toBe(runsOf('support-agent'))
  expect(number(requests, 'code-agent')).toBe(runsOf('code-agent'))
  expect(number(requests, 'incident-responder')).toBe(runsOf('incident-responder'))
  const before = [...(await ask({ measures: ['spans', 'cost', 'otherCost'], by: ['agent'] }))]
  const { fleet, sender } = fleetOf(target)
  await tellDay(fleet, sender, target, past, -3)
  expect([...(await ask({ measures: ['spans', 'cost', 'otherCost'], by: ['agent'] }))]).toEqual(before)
})

test('the agents that rollouts change have a history too, like that of the others', async () => {
  const rows = await ask({ measures: ['requests'], by: ['agent'], bucket: 'day' })
  for (const desk of deskNames) {
    const perDay = [...rows].filter(([key]) => key.endsWith(` ${desk}`)).map(([, [requests]]) => Number(requests))
    expect(perDay.length).toBeGreaterThanOrEqual(days.length)
    expect(Math.max(...perDay)).toBeLessThan(desks[desk] * 1.5)
  }
})

test('the failed requests of an agent lead to as many traces, also of AutoGen, whose traces begin with messages', async () => {
  const requests = await ask({ measures: ['requestErrors'], by: ['agent'] })
  const { rows } = await database.db.pool.query(
    "select agent, count(*)::int as failed from trace where status = 'error' and agent <> 'deploy-crew' group by agent",
  )
  const failed = new Map(rows.map(row => [row.agent, row.failed]))
  expect(failed.get('deployer')).toBeGreaterThan(0)
  for (const [agent, [errors]] of requests)
    if (agent !== 'deploy-crew') expect([agent, failed.get(agent) ?? 0]).toEqual([agent, errors])
})

test('a release got dearer', async () => {
  const { release, before } = stories.dearer
  const rows = await ask({ measures: ['costPerRequest'], by: ['release'], filter: { agent: 'support-agent' } })
  const ratio = number(rows, release) / number(rows, before)
  // About 1.4: some hundred requests, of one or two calls each, move the mean.
  expect(ratio).toBeGreaterThan(1.2)
  expect(ratio).toBeLessThan(1.65)
})

test('errors come in a burst', async () => {
  const rows = await ask({ measures: ['errorRate', 'requests'], filter: { agent: 'support-agent' }, bucket: 'hour' })
  const worst = [...rows]
    .filter(([, [, requests]]) => Number(requests) >= 5)
    .sort((a, b) => Number(b[1][0]) - Number(a[1][0]))
  const hours = worst.slice(0, 3).map(([bucket]) => new Date(bucket).getUTCHours())
  expect(hours.every(hour => hour >= stories.errorBurst.fromHour && hour < stories.errorBurst.toHour)).toBe(true)
  expect(Number(worst[0]?.[1][0])).toBeGreaterThan(0.25)
})

test('a tool became slow', async () => {
  const change = past.liveFrom + stories.slowTool.fromHour * hourMs
  const of = async (from: number, to: number) =>
    number(
      await ask({
        measures: ['latencyP95'],
        filter: { tool: stories.slowTool.tool },
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      }),
      '',
    )
  expect(await of(change, past.liveFrom)).toBeGreaterThan(4 * (await of(change - 7 * dayMs, change)))
})

test('a run went in circles, and one model has no price', async () => {
  const { rows } = await database.db.pool.query(
    "select tool_calls, cost_nanos from trace where agent = 'code-agent' order by tool_calls desc limit 2",
  )
  expect(rows[0].tool_calls).toBe(stories.runaway.steps)
  expect(Number(rows[0].cost_nanos)).toBeGreaterThan(3 * Number(rows[1].cost_nanos))
  const models = await ask({ measures: ['unpricedSpans', 'spans'], by: ['model'] })
  expect(number(models, stories.unpriced.model)).toBeGreaterThan(20)
  expect(number(models, 'claude-sonnet-4-5-20250929')).toBe(0)
})

test('a release was reviewed worse', async () => {
  const rows = await ask({ measures: ['scoreMean'], by: ['release'], filter: { scoreName: 'review' } })
  const { before, release } = stories.worse
  expect(number(rows, before) - number(rows, release)).toBeGreaterThan(0.08)
})

test('turns of a chat are traces of one run', async () => {
  const { rows } = await database.db.pool.query(
    "select trace_count, count(*)::int from run where framework = 'autogen' group by 1 order by 2 desc limit 1",
  )
  expect(Number(rows[0]?.trace_count)).toBe(4)
})

test('customers say what they think, and other costs stand beside tokens', async () => {
  const { rows } = await database.db.pool.query('select name, source, count(*)::int as count from score group by 1, 2')
  for (const name of ['helpful', 'complaint', 'answer_quality', 'review', 'tests_pass']) {
    expect(rows.find(row => row.name === name)?.count).toBeGreaterThan(5)
  }
  const costs = await ask({ measures: ['otherCost', 'cost'], by: ['agent'] })
  expect(number(costs, 'code-agent')).toBeGreaterThan(10)
})
