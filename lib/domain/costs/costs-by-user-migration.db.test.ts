import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifyRollups } from '#lib/domain/traces/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { recordCosts } from './record-costs.ts'
import { costRecord } from './schemas.ts'

const database = givenDatabase()
const script = readFileSync('prisma/migrations/20261129073100_costs_by_user/migration.sql', 'utf8')
/** The part of the migration that changes rows; before it the column and the table are made. */
const moves = script.slice(script.indexOf('CREATE TEMPORARY TABLE'))

const traceId = '1'.padStart(32, '0')
const send = (ctx: Context, user: string, ms: number) => {
  const attributes = { 'user.id': user, 'session.id': 's1', 'langfuse.trace.tags': 'beta' }
  const startTimeUnixNano = BigInt(Date.UTC(2026, 10, 28, 12)) * 1_000_000n
  const times = { startTimeUnixNano, endTimeUnixNano: startTimeUnixNano + BigInt(ms) * 1_000_000n }
  return ingestTraces(ctx, {
    spans: [otlpSpan(attributes, { traceId, spanId: '1'.padStart(16, '0'), ...times })],
    rejected: [],
  })
}

test('older records are counted by the user, session and tags of their trace, and follow later changes of it', async () => {
  const ctx = freshProject(database.db)
  const of = (id: string, more: object) =>
    costRecord.parse({ id, kind: 'api', amountUsd: '1.25', at: '2026-11-28T12:40:00Z', ...more })
  await send(ctx, 'ines', 5)
  await recordCosts(ctx, { body: { costs: [of('a', { traceId }), of('b', { agent: 'planner' })] } })
  const tops = async () =>
    (
      await database.db.pool.query(
        `select dimension, value, records::int, amount_nanos::float8 as nanos from rollup_cost_top
         where project_id = $1 and records <> 0 order by 1, 2`,
        [ctx.projectId],
      )
    ).rows
  const counted = await tops()
  expect(counted.map(({ dimension, value }) => [dimension, value])).toEqual([
    ['session', 's1'],
    ['tag', 'beta'],
    ['user', 'ines'],
  ])
  const client = await database.db.pool.connect()
  await client.query('begin')
  await client.query('delete from rollup_cost_top')
  await client.query('update cost_record set rolled = rolled - 7')
  await client.query(moves)
  await client.query('commit')
  client.release()
  expect(await tops()).toEqual(counted)
  await send(ctx, 'jon', 9)
  expect((await tops()).map(({ value }) => value)).toEqual(['s1', 'beta', 'jon'])
  expect((await verifyRollups(ctx)).difference).toBeNull()
})
