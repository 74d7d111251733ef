import { setImmediate } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { allRecordings, loadRecording } from '#lib/domain/traces/testing/recordings.ts'
import { once } from '#lib/platform/registry.ts'
import { prepareBody } from './aside.ts'
import { type Body, prepare } from './prepare.ts'

const span = (n: number, text: string) => ({
  traceId: '1'.padStart(32, '0'),
  spanId: (n + 1).toString(16).padStart(16, '0'),
  name: 'chat',
  startTimeUnixNano: '1763900000000000000',
  endTimeUnixNano: '1763900000001000000',
  attributes: [
    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
    { key: 'gen_ai.usage.input_tokens', value: { intValue: String(n) } },
    { key: 'gen_ai.usage.cost', value: { doubleValue: 0.25 } },
    { key: '__proto__', value: { stringValue: text } },
    { key: 'bytes', value: { bytesValue: 'AAEC' } },
  ],
})
const json = (spans: object[]): Body => ({
  encoding: 'json',
  bytes: Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })),
})
const large = (count = 1_000) => json(Array.from({ length: count }, (_, n) => span(n, 'x'.repeat(300))))

test('a large body gives what the same body gives on this thread, rejected spans included', async () => {
  const body = json([...Array.from({ length: 1_000 }, (_, n) => span(n, 'x'.repeat(300))), { name: 'no ids' }])
  const expected = prepare.traces({ ...body })
  const items = [...expected.items]
  const { items: made, receipt } = await prepareBody('traces', body)
  expect([...made]).toEqual(items)
  expect(receipt).toEqual(expected.receipt)
  expect(receipt.rejected).toBe(1)
})

/** Bodies in protobuf set behind one another are one body with all of their lists. */
function repeated(name: string, end: string): Body | null {
  const bodies = loadRecording(name)
    .requests.filter(({ path, headers }) => path.endsWith(end) && !headers['content-type']?.includes('json'))
    .map(({ headers, body }) => (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body))
  const once = Buffer.concat(bodies)
  if (once.length === 0) return null
  return {
    encoding: 'protobuf',
    bytes: Buffer.concat(Array.from({ length: Math.ceil(3e5 / once.length) }, () => once)),
  }
}

test.each(allRecordings())('what %s sends, repeated until it is large, gives the same', async name => {
  for (const [signal, end] of [
    ['traces', '/v1/traces'],
    ['logs', '/v1/logs'],
  ] as const) {
    const body = repeated(name, end)
    if (!body) continue
    const expected = [...prepare[signal](body).items]
    expect([...(await prepareBody(signal, body)).items]).toEqual(expected)
  }
})

test('other requests are served while it is read', async () => {
  let done = false
  let turns = 0
  const prepared = prepareBody('traces', large(5_000)).finally(() => {
    done = true
  })
  while (!done) {
    await setImmediate()
    turns++
  }
  expect([...(await prepared).items]).toHaveLength(5_000)
  // At least one between two pieces of a hundred.
  expect(turns).toBeGreaterThan(50)
})

test('of many small bodies that come together one is read at a time, and others are served in between', async () => {
  const bodies = 20
  let turns = 0
  let done = false
  const all = Promise.all(Array.from({ length: bodies }, () => prepareBody('traces', large(100)))).finally(() => {
    done = true
  })
  while (!done) {
    await setImmediate()
    turns++
  }
  expect((await all).map(({ items }) => [...items].length)).toEqual(Array(bodies).fill(100))
  expect(turns).toBeGreaterThanOrEqual(bodies)
})

test('what cannot be read is the same error as on this thread', async () => {
  const bytes = Buffer.alloc(500_000, '{"resourceSpans":[')
  await expect(prepareBody('traces', { encoding: 'json', bytes })).rejects.toMatchObject({
    name: 'DecodeError',
    message: 'the body is not JSON',
  })
})

test('when the thread ends, its requests run again and the next one gets a new thread', async () => {
  const waiting = prepareBody('traces', large(5_000))
  const worker = once<{ terminate(): Promise<number> }>('traces.preparer', () => {
    throw new Error('no thread was made')
  })
  await Promise.all([expect(waiting).rejects.toMatchObject({ fields: { status: 503 } }), worker.terminate()])
  expect([...(await prepareBody('traces', large())).items]).toHaveLength(1_000)
})
