import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { expect, test } from 'vitest'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { listPermitRecords, sweepPermits } from './index.ts'
import { pruneStates } from './prune.ts'
import { recordQuery } from './schemas.ts'
import { ask, setBudget, tell } from './test-support.ts'

const database = givenDatabase()

test('denials and late outcomes are signed records that the published keys verify', async () => {
  const clock = fakeClock()
  const ctx = { ...freshProject(database.db), clock }
  await setBudget(ctx, 'one', { kind: 'run', llmCalls: 1 })
  const { id } = await ask(ctx)
  const denied = await ask(ctx)
  clock.advance(121)
  await sweepPermits(ctx)
  await tell(ctx, id, { usage: { usd: '0.5' } })
  const rows = await database.db.prisma.signingKey.findMany()
  const verified = async (kind: 'refused' | 'late') => {
    const { items } = await listPermitRecords(ctx, { query: recordQuery.parse({ kind }) })
    const keys = await database.db.prisma.signingKey.findMany()
    const published = { keys: keys.map(({ kid, publicJwk }) => ({ ...(publicJwk as object), kid })) } as JSONWebKeySet
    return Promise.all(
      items.map(async ({ record }) => {
        const { payload } = await compactVerify(record, createLocalJWKSet(published))
        return JSON.parse(new TextDecoder().decode(payload))
      }),
    )
  }
  expect(rows).toEqual([])
  expect(await verified('refused')).toMatchObject([
    { pid: denied.id, decision: 'deny', agent: 'runner', run: 'run-1', reasons: [{ rule: 'run-budget/llmCalls' }] },
  ])
  expect(await verified('late')).toMatchObject([
    { pid: id, outcome: { status: 'ok', late: true, charged: { usd: '0.500000000' } } },
  ])
})

test('old counts are deleted, and breakers are kept', async () => {
  const ctx = freshProject(database.db)
  for (let n = 0; n < 5; n++) await tell(ctx, (await ask(ctx, { runId: `old-${n}` })).id, { status: 'error' })
  const sql = poolSql(database.db)
  const kinds = async () => {
    const rows = await sql.query<{ kind: string }>(
      'select distinct kind from control_state where project_id = $1 order by 1',
      [ctx.projectId],
    )
    return rows.map(({ kind }) => kind)
  }
  await pruneStates(database.db)
  expect(await kinds()).toEqual(['breaker', 'run'])
  await sql.query("update control_state set updated_at = now() - interval '15 days' where project_id = $1", [
    ctx.projectId,
  ])
  await pruneStates(database.db)
  expect(await kinds()).toEqual(['breaker'])
})
