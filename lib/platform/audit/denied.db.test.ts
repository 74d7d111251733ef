import { afterEach, expect, it, vi } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { auditDenied, denialLimits } from './denied.ts'
import { verifyChain } from './verify.ts'

const stranger: Actor = { kind: 'anonymous', id: null, label: 'anonymous' }
const test = givenDatabase()
afterEach(() => vi.useRealTimers())

const denial = { action: 'keys.manage', object: { type: 'permission', id: 'keys.manage' }, reason: 'no' }
const rowsOf = (actor: Actor) =>
  poolSql(test.db).query<{ body: string }>(
    'select body from audit_event where actor_kind = $1 and actor_id is not distinct from $2 order by seq',
    [actor.kind, actor.id],
  )

it.each([
  ['a key', testKey, denialLimits.known],
  ['strangers', stranger, denialLimits.anonymous],
])('a flood from %s writes the first rows and one sum', async (_, actor, limit) => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const ctx = testContext(test.db, actor)
  for (let n = 0; n < limit + 250; n++) await auditDenied(ctx, denial)
  expect(await rowsOf(actor)).toHaveLength(limit)
  await auditDenied(ctx, { ...denial, action: 'members.manage' })
  expect(await rowsOf(actor)).toHaveLength(limit + 1)
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
  await expect.poll(() => rowsOf(actor)).toHaveLength(limit + 2)
  const last = JSON.parse((await rowsOf(actor)).at(-1)?.body ?? '{}')
  expect(last).toMatchObject({ action: 'keys.manage', outcome: 'denied', evidence: { reason: 'no', suppressed: 250 } })
  await auditDenied(ctx, denial)
  expect(await rowsOf(actor)).toHaveLength(limit + 3)
})

it('leaves a chain that verifies', async () => {
  expect(await verifyChain(poolSql(test.db), 'default')).toMatchObject({ ok: true })
})
