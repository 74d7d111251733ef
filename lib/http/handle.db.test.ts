import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { handle } from './handle.ts'

const secret = 'hp_handle_0123456789'
const database = givenDatabase({ use: true })
beforeAll(async () => {
  await database.db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await database.db.pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes) values ('key_h', 'default', $1, 'k', 'hp_hand', '{agent}')`,
    [keyHash(secret)],
  )
})

const contract = defineContract({
  id: 'things.make',
  method: 'POST',
  path: '/api/v1/things/{id}',
  summary: 'Make a thing',
  permission: 'approvals.request',
  audit: null,
  params: z.strictObject({ id: z.string().max(100) }),
  query: z.strictObject({ of: z.string().optional() }),
  body: z.strictObject({ name: z.string(), sizes: z.array(z.string()).optional(), more: z.unknown().optional() }),
  response: z.strictObject({ ok: z.boolean() }),
})
const handler = handle(contract, async () => ({ ok: true }))

async function send(body: string, id = 'x', query = '') {
  const request = new Request(`http://x/api/v1/things/x${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body,
  })
  const response = await handler(request, { params: Promise.resolve({ id }) })
  const text = await response.text()
  return { status: response.status, size: text.length, ...JSON.parse(text) }
}

test('a fault is named by its place: an unknown field, a nested one, a path, a query', async () => {
  expect(await send('{"name":"a"}')).toMatchObject({ status: 200, ok: true })
  expect(await send('{"name":"a","nmae":"b"}')).toMatchObject({ status: 422, field: 'body.nmae' })
  expect(await send('{"name":"a","sizes":["s",7]}')).toMatchObject({ status: 422, field: 'body.sizes.1' })
  expect(await send('{"name":"a"}', 'x', '?off=1')).toMatchObject({ status: 422, field: 'query.off' })
  expect(await send('{"name":"a"}', 'x'.repeat(101))).toMatchObject({ status: 422, field: 'path.id' })
})

test('a NUL in path or query is a fault of the request, not of the server', async () => {
  expect(await send('{"name":"a"}', 'a\0b')).toMatchObject({ status: 422, field: 'path.id' })
  expect(await send('{"name":"a"}', 'x', '?of=%00')).toMatchObject({ status: 422, field: 'query.of' })
})

test.each([
  ['unknown fields', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ['bad items', `{"name":"a","sizes":[${'1,'.repeat(500_000)}1]}`],
  ['a name twice', `{"name":"a","more":{"${'k'.repeat(1_000_000)}":1,"${'k'.repeat(1_000_000)}":1}}`],
  ['a long unknown name', `{"name":"a","${'k'.repeat(1_000_000)}":1}`],
])('the answer to %s is small', async (_what, body) => {
  const answer = await send(body)
  expect(answer.status).toBe(422)
  expect(answer.field).toMatch(/^body/)
  expect(answer.size).toBeLessThan(20_000)
})
