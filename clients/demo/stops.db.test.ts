import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pickTraces } from '#lib/domain/scoring-rules/pick-traces.ts'
import { scoreTraces } from '#lib/domain/scoring-rules/score-traces.ts'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { tellRun } from './history.ts'
import { Fleet } from './recorder.ts'
import { register } from './register.ts'
import { openSender, type Target } from './sender.ts'
import { keepStopping } from './stops.ts'

const database = givenDatabase({ use: true })
const key = 'hp_key_of_the_demo_fleet'
let server: Server
let target: Target

beforeAll(async () => {
  const { pool } = database.db
  await pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes) values ('key_d', 'default', $1, 'd', 'hp_key', '{ingest,agent,ci,read,admin}')`,
    [keyHash(key)],
  )
  const lane = laneListener(await loadLane(path.resolve(import.meta.dirname, '../../app')))
  server = createServer((request, response) => lane(request, response, { requestId: 'req_test', peer: '127.0.0.1' }))
  await new Promise<void>(resolve => server.listen(0, resolve))
  target = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key }
})
afterAll(() => void server.close())

test('the runaway run ends at its budget, and the failing tool at its breaker, where the fallback answers', async () => {
  await register(target)
  const sender = openSender(target)
  const parts = { fleet: new Fleet(sender.processor), sender, target }
  const now = Date.now()
  const past = { seed: 'of the test', liveFrom: now - 3_600_000 }
  await keepStopping(parts, past, now)
  await keepStopping(parts, past, now)
  const permits = await database.db.prisma.permit.findMany({ orderBy: { askedAt: 'asc' } })
  const ofRunaway = permits.filter(({ agent }) => agent === 'code-agent')
  expect(ofRunaway.filter(({ step, decision }) => step === 'llm' && decision === 'allow')).toHaveLength(10)
  expect(ofRunaway.filter(({ decision }) => decision !== 'allow').map(({ rule }) => rule)).toEqual([
    'run-budget/llmCalls',
  ])
  const lookups = permits.filter(({ tool }) => tool === 'lookup_order').map(({ decision }) => decision)
  expect(lookups).toEqual(['allow', 'allow', 'allow', 'allow', 'fallback', 'fallback', 'fallback'])
  const opened = await database.db.prisma.stateTransition.findMany({
    where: { machine: 'breaker', objectId: 'order-service' },
  })
  expect(opened.map(({ toState }) => toState)).toEqual(['open'])
  const { rows } = await database.db.pool.query(
    `select s.name, s.status, s.status_message as why from span s where s.parent_span_id is null or s.name = 'answer-without-order'`,
  )
  expect(rows.filter(({ name }) => name === 'answer-without-order')).toHaveLength(3)
  expect(rows).toContainEqual({
    name: 'invoke_agent code-agent',
    status: 'error',
    why: 'StoppedByHoldpoint: The run may use 10 model calls; it has used 10.',
  })
})

test('what the fleet answers is scored as it comes: resolved or not, and whether a customer is told when', async () => {
  await register(target)
  const sender = openSender(target)
  const fleet = new Fleet(sender.processor)
  const at = Date.now() + 1_000
  for (let n = 0; n < 24; n++)
    for (const agent of ['incident-responder', 'support-agent'] as const)
      tellRun(fleet, 'of the test', {
        ...{ agent, at, hour: 0, release: '2026.11.3', environment: 'production', id: `${agent}-${n}` },
        ...{ runaway: false, bursting: false },
      })
  await sender.flush()
  const clock = fakeClock(new Date())
  clock.advance(60)
  const ctx = { ...testContext(database.db), clock }
  await pickTraces(ctx)
  await scoreTraces(ctx)
  const { rows } = await database.db.pool.query(
    `select name, source, min(value)::int as low, max(value)::int as high from score where name in ('resolved', 'says_when') group by 1, 2 order by 1`,
  )
  const mixed = { source: 'code', low: 0, high: 1 }
  expect(rows).toEqual([
    { name: 'resolved', ...mixed },
    { name: 'says_when', ...mixed },
  ])
})
