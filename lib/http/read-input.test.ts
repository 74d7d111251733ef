import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { Admission } from './admission.ts'
import { maxJsonBytes, maxJsonLevels, parseInput, readText } from './read-input.ts'

const contract = defineContract({
  id: 'test.read',
  method: 'POST',
  path: '/api/v1/test/{id}',
  summary: 'x',
  permission: 'instance.public',
  audit: null,
  params: z.strictObject({ id: z.string().max(10) }),
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50), tool: z.string().optional() }),
  body: z.strictObject({ value: z.unknown(), list: z.array(z.int()).optional() }),
  response: z.strictObject({}),
})

const asProblem = (error: unknown) => {
  if (!isProblem(error)) throw error
  const { status, type, field } = error.fields
  return [status, type, field]
}
const parse = (query: string, id = 'a', body: string = '{"value":1}') =>
  parseInput(contract, new URL(`http://x/?${query}`), { id }, body).then(() => 'ok', asProblem)
const admission = new Admission({ bodyBytes: 1 << 26, workingBytes: 1 << 26, waitMs: 1 })
const read = (body: BodyInit, headers: Record<string, string> = {}) =>
  readText(new Request('http://x/', { method: 'POST', body, headers }), admission.open()).then(() => 'ok', asProblem)

describe('every part names the field that is wrong', () => {
  test.each([
    ['limit=200', 'ok'],
    ['limit=201', [422, 'invalid', 'query.limit']],
    ['limit=0', [422, 'invalid', 'query.limit']],
    ['limit=x', [422, 'invalid', 'query.limit']],
    ['limt=1', [422, 'invalid', 'query.limt']],
    ['limit=1&limit=2', [422, 'invalid', 'query.limit']],
    ['tool=a%00b', [422, 'invalid', 'query.tool']],
    ['__proto__=1', [422, 'invalid', 'query.__proto__']],
  ])('?%s', async (query, expected) => expect(await parse(query)).toEqual(expected))

  test('in the path', async () => {
    expect(await parse('', 'x'.repeat(11))).toEqual([422, 'invalid', 'path.id'])
    expect(await parse('', 'a\0')).toEqual([422, 'invalid', 'path.id'])
  })

  test.each([
    ['{', [400, 'bad-request', 'body']],
    ['{"value":1,"value":2}', [422, 'invalid', 'body.value']],
    ['{"value":"\\u0000"}', [422, 'invalid', 'body.value']],
    ['{"value":1,"other":2}', [422, 'invalid', 'body.other']],
    ['{"value":1,"list":[1,"x"]}', [422, 'invalid', 'body.list.1']],
    [`{"value":${'['.repeat(maxJsonLevels)}${']'.repeat(maxJsonLevels)}}`, [422, 'invalid', 'body']],
    [`{"value":${'['.repeat(maxJsonLevels - 1)}${']'.repeat(maxJsonLevels - 1)}}`, 'ok'],
  ])('in the body %s', async (body, expected) => expect(await parse('', 'a', body)).toEqual(expected))

  test('of a thousand faults twenty are reported', async () => {
    const body = JSON.stringify({ value: 1, list: Array.from({ length: 1_000 }, () => 'x') })
    const error = await parseInput(contract, new URL('http://x/'), { id: 'a' }, body).catch(caught => caught)
    expect(error.fields.extra.issues).toHaveLength(20)
  })
})

describe('the body', () => {
  const media = [415, 'unsupported-media-type', 'body']
  test.each([
    [{ 'content-type': 'application/json; charset=utf-8' }, 'ok'],
    [{ 'content-type': 'application/merge-patch+json' }, 'ok'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, media],
    [{ 'content-type': 'text/plain' }, media],
    [{ 'content-type': 'application/json', 'content-encoding': 'br' }, media],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, [400, 'bad-request', 'body']],
  ])('%j', async (headers, expected) => expect(await read('{}', headers)).toEqual(expected))

  test('is text, and no larger than 4 MiB', async () => {
    expect(await read(Uint8Array.from([0x7b, 0xff, 0x7d]))).toEqual([400, 'bad-request', 'body'])
    expect(await read(new Uint8Array(maxJsonBytes).fill(0x20))).toBe('ok')
    expect(await read(new Uint8Array(maxJsonBytes + 1).fill(0x20))).toEqual([413, 'too-large', 'body'])
  })
})

test('for a body of several shapes, names the field of the closest shape', async () => {
  const one = z.strictObject({ id: z.string(), amount: z.number() })
  const body = z.union([one, z.strictObject({ all: z.array(one) })])
  const either = { ...contract, params: z.strictObject({}), query: z.strictObject({}), body }
  const fault = (value: unknown) =>
    parseInput(either, new URL('http://x/'), {}, JSON.stringify(value)).then(() => 'ok', asProblem)
  expect(await fault({ id: 'a', amount: 1 })).toBe('ok')
  expect(await fault({ id: 'a', amount: 'x' })).toEqual([422, 'invalid', 'body.amount'])
  expect(await fault({ id: 'a', amount: 1, more: 1 })).toEqual([422, 'invalid', 'body.more'])
  expect(
    await fault({
      all: [
        { id: 'a', amount: 1 },
        { id: 7, amount: 1 },
      ],
    }),
  ).toEqual([422, 'invalid', 'body.all.1.id'])
  expect(await fault('text')).toEqual([422, 'invalid', 'body'])
})

test('where a name or an object is allowed, names the field in the object that was sent', async () => {
  const body = z.strictObject({ plan: z.union([z.string(), z.strictObject({ steps: z.array(z.int()) })]) })
  const named = { ...contract, params: z.strictObject({}), query: z.strictObject({}), body }
  const fault = (value: unknown) =>
    parseInput(named, new URL('http://x/'), {}, JSON.stringify(value)).then(() => 'ok', asProblem)
  expect(await fault({ plan: 'usual' })).toBe('ok')
  expect(await fault({ plan: { steps: [1, 2.5] } })).toEqual([422, 'invalid', 'body.plan.steps.1'])
  expect(await fault({ plan: {} })).toEqual([422, 'invalid', 'body.plan.steps'])
  expect(await fault({ plan: 7 })).toEqual([422, 'invalid', 'body.plan'])
})

test('a file is read as text, in the media types of its endpoint', async () => {
  const files = ['application/xml', 'application/yaml']
  const send = (type: string) =>
    readText(
      new Request('http://x/', { method: 'POST', body: '<a/>', headers: { 'content-type': type } }),
      admission.open(),
      files,
    ).catch(asProblem)
  expect(await send('application/xml; charset=utf-8')).toBe('<a/>')
  expect(await send('application/json')).toEqual([415, 'unsupported-media-type', 'body'])
  const file = { ...contract, params: z.strictObject({}), query: z.strictObject({}), body: z.string(), files }
  const parsed = (text: string) => parseInput(file, new URL('http://x/'), {}, text).catch(asProblem)
  expect(await parsed('<a/>')).toMatchObject({ body: '<a/>' })
  expect(await parsed('a: "\0"')).toEqual([422, 'invalid', 'body'])
})
