import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { langfuseBatches, langfuseRecordings } from '#lib/domain/traces/testing/langfuse-recordings.ts'
import { givenHoldpoint, key, test } from '../support/holdpoint.ts'
import { basicAuth } from '../support/otlp.ts'

const holdpoint = givenHoldpoint()

const call = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(holdpoint.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: basicAuth(key), 'content-type': 'application/json', ...headers },
    body:
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? (body as BodyInit | undefined)
        : JSON.stringify(body),
  })

async function traces() {
  const { items } = await (await call('/api/v1/traces?limit=200')).json()
  return items.map(({ revision: _, ...item }: { revision: number; traceId: string }) => item)
}

test('recorded requests of the older SDKs, sent twice: all are stored, as the same traces', async () => {
  for (const name of langfuseRecordings) {
    for (const batch of langfuseBatches(name)) {
      const response = await call('/api/public/ingestion', { batch, metadata: { sdk_name: name } })
      expect(response.status).toBe(207)
      const answer = await response.json()
      expect(answer).toEqual({ successes: batch.map(({ id }) => ({ id, status: 201 })), errors: [] })
    }
  }
  const once = await traces()
  expect(once).toHaveLength(3)
  for (const name of langfuseRecordings) {
    for (const batch of langfuseBatches(name)) await call('/api/public/ingestion', { batch })
  }
  expect(await traces()).toEqual(once)
  const trip = once.find((trace: { name: string }) => trace.name === 'plan trip')
  expect(trip).toMatchObject({ inputTokens: 240, outputTokens: 48, sessionId: 's-3', userId: 'cid', errorCount: 1 })
  const detail = await (await call(`/api/v1/traces/${trip.traceId}`)).json()
  // Both were given in one millisecond.
  const [ok, quality] = detail.scores.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1))
  expect(detail.scores).toHaveLength(2)
  expect(ok).toMatchObject({ name: 'ok', value: 0, spanId: null })
  expect(quality).toMatchObject({ name: 'quality', value: 0.4 })
  const scored = detail.spans.find((span: { spanId: string }) => span.spanId === quality.spanId)
  expect(scored).toMatchObject({ name: 'plan', kind: 'llm', model: 'gpt-4o-mini', costSource: 'computed' })
})

test('a failed request is answered with the status and message that the SDKs expect', async () => {
  const batch = langfuseBatches('langfuse-js-v3')[0]
  const denied = await call('/api/public/ingestion', { batch }, { authorization: 'Basic cGs6d3Jvbmc=' })
  expect(denied.status).toBe(401)
  expect(await denied.json()).toMatchObject({ error: 'UnauthorizedError', message: expect.any(String) })
  // Compressed, so that it is sent whole before the answer: a larger upload may see its connection closed instead.
  const large = await call(
    '/api/public/ingestion',
    new Uint8Array(gzipSync(JSON.stringify({ batch: [{ pad: 'x'.repeat(5 * 1024 * 1024) }] }))),
    { 'content-encoding': 'gzip' },
  )
  expect(large.status).toBe(413)
  const many = await call('/api/public/ingestion', { batch: Array.from({ length: 2_001 }, () => ({})) })
  expect(many.status).toBe(422)
  expect(await many.json()).toMatchObject({ field: 'body.batch', error: 'InvalidRequestError' })
  expect((await call('/api/public/ingestion', 'no json')).status).toBe(400)
})

test("other requests of Langfuse's SDKs are answered, and what is not supported is an error in their form", async () => {
  expect((await call('/api/public/health')).status).toBe(200)
  const projects = await (await call('/api/public/projects')).json()
  expect(projects.data).toEqual([
    {
      id: 'default',
      name: 'default',
      organization: { id: expect.any(String), name: expect.any(String) },
      metadata: {},
    },
  ])
  for (const path of ['v2/prompts/none', 'v2/datasets/none', 'traces/none', 'observations', 'v2/scores']) {
    const response = await call(`/api/public/${path}`)
    expect([path, response.status]).toEqual([path, 404])
    expect(await response.json()).toMatchObject({ error: 'LangfuseNotFoundError', message: expect.any(String) })
  }
})

test('scores, one and a list: idempotent, each of a list taken by itself, bad input names the field', async () => {
  const one = { id: 'one', name: 'quality', value: 0.5, traceId: 'ticket-7' }
  expect(await (await call('/api/public/scores', one)).json()).toEqual({ id: 'one' })
  const list = [
    { id: 'two', name: 'tone', value: 'polite', dataType: 'CATEGORICAL', traceId: 'ticket-7' },
    { id: 'three', name: 'done', value: 1, dataType: 'BOOLEAN', sessionId: 's' },
  ]
  expect(await (await call('/api/public/scores', list)).json()).toEqual({ message: 'Accepted', ids: ['two', 'three'] })
  const mixed = await (
    await call('/api/public/scores', [
      { ...one, value: 0.75 },
      { name: 'lost', value: 1 },
    ])
  ).json()
  expect(mixed).toMatchObject({
    accepted: 1,
    rejected: 1,
    errors: [{ message: expect.stringMatching(/^1\.traceId: /) }],
  })
  const wrong = await call('/api/public/scores', { name: 'quality', value: 'x', dataType: 'NUMERIC', traceId: 't' })
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ field: 'body.value' })
})

test('POST /api/v1/scores: numeric, boolean and categorical, before its trace; bad input names the field', async () => {
  const traceId = '11111111111111111111111111111111'
  const post = (body: object) => call('/api/v1/scores', body)
  const base = { id: 'mine', name: 'accuracy', source: 'human', traceId }
  for (const given of [
    { dataType: 'numeric', value: 0.25 },
    { dataType: 'boolean', value: true },
    { dataType: 'categorical', value: 'good', comment: 'well told' },
  ]) {
    const response = await post({ ...base, ...given })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ id: 'mine' })
  }
  const batch = [
    {
      id: 'e',
      type: 'trace-create',
      timestamp: new Date().toISOString(),
      body: { id: traceId, name: 'scored before' },
    },
  ]
  await call('/api/public/ingestion', { batch })
  const detail = await (await call(`/api/v1/traces/${traceId}`)).json()
  expect(detail.scores).toEqual([
    { name: 'accuracy', value: null, label: 'good', comment: 'well told', source: 'human', spanId: null },
  ])
  for (const [body, field] of [
    [{ ...base, dataType: 'numeric', value: 'x' }, 'body.value'],
    [{ ...base, dataType: 'boolean', value: 1 }, 'body.value'],
    [{ ...base, dataType: 'stars', value: 1 }, 'body.dataType'],
    [{ ...base, dataType: 'numeric', value: 1, traceId: undefined }, 'body.traceId'],
    [{ ...base, dataType: 'numeric', value: 1, spanId: 'zz' }, 'body.spanId'],
    [{ ...base, dataType: 'numeric', value: 1, runId: 'nightly-17' }, 'body.runId'],
    [{ ...base, dataType: 'numeric', value: 1, source: 'oracle' }, 'body.source'],
  ] as const) {
    const response = await post(body)
    expect([field, response.status]).toEqual([field, 422])
    expect(await response.json()).toMatchObject({ field })
  }
  const keyed = () =>
    call('/api/v1/scores', { ...base, id: undefined, dataType: 'numeric', value: 1 }, { 'idempotency-key': 'once' })
  const [first, second] = [await keyed(), await keyed()]
  expect(await second.json()).toEqual(await first.json())
  const unknown = await post({ ...base, dataType: 'numeric', value: 1, datasetRunId: 'r' })
  expect(await unknown.json()).toMatchObject({ status: 422, detail: expect.stringContaining('datasetRunId') })
  const noSuchRun = await post({ ...base, dataType: 'numeric', value: 1, evalRunId: 'evr_none' })
  expect(await noSuchRun.json()).toMatchObject({ status: 422, field: 'body.evalRunId' })
})
