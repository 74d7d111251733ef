import { beforeAll, expect, test } from 'vitest'
import { transaction } from '#lib/platform/db/transaction.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { Problem } from '#lib/shared/problem.ts'
import { idempotencyKey, idempotently } from './idempotency.ts'

const database = givenDatabase()
beforeAll(async () => {
  await database.db.pool.query('create table made (id serial)')
})

let next = 0
const callOf = (key = `key-${next++}`, bodyText = '{}') => ({ key, operation: 'POST /things', bodyText })
type Remember = Parameters<Parameters<typeof idempotently>[2]>[0]

/** Makes a thing and, as a verb does, keeps the answer in the same transaction. */
const make = (remember: Remember): Promise<Response> =>
  transaction(database.db, async tx => {
    const [row] = await tx.query<{ id: number }>('insert into made default values returning id')
    const answer = Response.json({ id: row?.id }, { status: 201 })
    await remember(tx, answer)
    return answer
  })
const run = (call: ReturnType<typeof callOf>, work: (remember: Remember) => Promise<Response> = make) =>
  idempotently(testContext(database.db), call, work)
const made = async () => Number((await database.db.pool.query('select count(*) from made')).rows[0].count)
const lapse = () => database.db.pool.query("update idempotent_request set lease_until = now() - interval '1 second'")
const problem = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => (error instanceof Problem ? [error.fields.status, error.fields.type] : String(error)),
  )

test('a process that dies right after the commit: the retry is given the answer, nothing is made twice', async () => {
  const call = callOf()
  const before = await made()
  const died = run(call, async remember => {
    await make(remember)
    throw new Error('killed')
  })
  await expect(died).rejects.toThrow('killed')
  const again = await run(call)
  expect([again.status, again.headers.get('idempotency-replayed'), await made()]).toEqual([201, 'true', before + 1])
  expect(await again.json()).toEqual({ id: expect.any(Number) })
})

test('a commit whose acknowledgement is lost is not forgotten with the 503 it was answered with', async () => {
  const call = callOf()
  const lost = await run(call, async remember => {
    await make(remember)
    return new Response('{}', { status: 503 })
  })
  const before = await made()
  const again = await run(call)
  expect([lost.status, again.status, await made()]).toEqual([503, 201, before])
})

test('a process that dies before the commit: the retry waits for the lease, then goes on', async () => {
  const call = callOf()
  await expect(run(call, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
  expect(await problem(run(call))).toEqual([409, 'request-in-progress'])
  await lapse()
  expect((await run(call)).status).toBe(201)
})

test('a request that was overtaken after its lease is rolled back', async () => {
  const call = callOf()
  const before = await made()
  const slow = run(call, async remember => {
    await lapse()
    expect((await run(call)).status).toBe(201)
    return make(remember)
  })
  expect(await problem(slow)).toEqual([409, 'request-in-progress'])
  expect(await made()).toBe(before + 1)
})

test('after client and server errors a retry runs again; other answers are kept, for this caller and payload', async () => {
  const call = callOf()
  for (const status of [401, 403, 429, 500, 503]) {
    expect((await run(call, async () => new Response('{}', { status }))).status).toBe(status)
  }
  expect((await run(call, async () => new Response('{"a":1}', { status: 409 }))).status).toBe(409)
  const again = await run(call)
  expect([again.status, await again.text()]).toEqual([409, '{"a":1}'])
  expect(await problem(run(callOf(call.key, '{"other":1}')))).toEqual([422, 'idempotency-key-reused'])
  const stranger = testContext(database.db, { kind: 'system', id: 'another', label: 'another' })
  expect((await idempotently(stranger, call, make)).status).toBe(201)
})

test('64 at once: one runs, the others wait or are given its answer', async () => {
  const call = callOf()
  const before = await made()
  const all = await Promise.allSettled(Array.from({ length: 64 }, () => run(call)))
  for (const one of all) {
    if (one.status === 'fulfilled') expect(one.value.status).toBe(201)
    else expect(one.reason).toMatchObject({ fields: { type: 'request-in-progress' } })
  }
  expect(await made()).toBe(before + 1)
})

test('the same key at another endpoint is another key', async () => {
  const call = callOf()
  const before = await made()
  expect((await run(call)).status).toBe(201)
  expect((await run({ ...call, operation: 'POST /things/x/claim' })).status).toBe(201)
  expect((await run(call)).headers.get('idempotency-replayed')).toBe('true')
  expect(await made()).toBe(before + 2)
})

test.each(['a b', '', '"', 'é', 'x'.repeat(201)])('%j is no key', header => {
  const bytes = Buffer.from(header).toString('latin1')
  expect(() => idempotencyKey(new Request('http://x', { headers: { 'idempotency-key': bytes } }))).toThrow(
    /Idempotency-Key/,
  )
})
