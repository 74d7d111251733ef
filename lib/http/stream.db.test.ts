import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { forgetKey, keyHash } from '#lib/platform/auth/api-keys.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { beginDraining } from '#lib/platform/draining.ts'
import { placeNow } from '#lib/platform/events/place.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { forget } from '#lib/platform/registry.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { maxStreamsPerCaller, openStreams } from './open-streams.ts'
import { streamHandler } from './stream.ts'

const secret = 'hp_stream_0123456789'
const database = givenDatabase({ use: true })
beforeAll(async () => {
  await database.db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  await database.db.pool.query('delete from api_key')
  await database.db.pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes) values ('key_s', 'default', $1, 'reader', 'hp_stre', '{read}')`,
    [keyHash(secret)],
  )
  forgetKey(keyHash(secret))
})
afterEach(() => void vi.useRealTimers())

async function open(headers: Record<string, string> = {}, query = '') {
  const leave = new AbortController()
  const request = new Request(`http://x/api/v1/stream${query}`, {
    headers: { authorization: `Bearer ${secret}`, ...headers },
    signal: leave.signal,
  })
  const response = await streamHandler(request, { params: Promise.resolve({}) })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('no body')
  let text = ''
  return {
    response,
    leave: () => leave.abort(),
    /** As the server does when the socket closes. */
    cancel: () => reader.cancel(),
    /** Reads on until the text has it. */
    async until(pattern: RegExp): Promise<string> {
      while (!pattern.test(text)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`ended after: ${text}`)
        text += value
      }
      return text
    },
    async rest(): Promise<boolean> {
      for (;;) if ((await reader.read()).done) return true
    },
  }
}
const changes = {
  traces: { topic: 'traces', type: 'trace.updated' },
  approvals: { topic: 'approvals', type: 'approval.approved' },
  access: { topic: 'access', type: 'key.created' },
  stops: { topic: 'stops', type: 'agent.stopped' },
} as const
const change = (topic: keyof typeof changes, id: string) =>
  publish(poolSql(database.db), 'default', { ...changes[topic], ids: [id] })

test('sends changes of the requested topics, and resumes where a client was', async () => {
  const stream = await open({}, '?topics=approvals')
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream')
  await change('traces', 'not asked for')
  await change('approvals', 'apr_1')
  const text = await stream.until(/apr_1/)
  expect(text).not.toMatch(/not asked for/)
  expect(text).toMatch(/id: \d+\nevent: approvals\ndata: \{"type":"approval.approved","id":"apr_1"/)
  stream.leave()
  await change('approvals', 'apr_2')
  const again = await open({ 'last-event-id': /id: (\d+)/.exec(text)?.[1] ?? '' }, '?topics=approvals')
  await again.until(/apr_2/)
  again.leave()
})

test('begins at the position of a page, with everything that committed after it', async () => {
  const early = await database.db.pool.connect()
  await early.query('begin')
  await publish({ query: async (text, values = []) => (await early.query(text, [...values])).rows }, 'default', {
    ...changes.approvals,
    ids: ['apr_early'],
  })
  await change('approvals', 'apr_seen')
  const place = await placeNow(database.db)
  await change('approvals', 'apr_after')
  await early.query('commit')
  early.release()
  const stream = await open({}, `?topics=approvals&after=${place}`)
  const text = await stream.until(/apr_early[\s\S]*apr_after/)
  expect(text).not.toMatch(/event: gap/)
  stream.leave()
})

test('a place that does not exist is invalid and named', async () => {
  const request = new Request('http://x/api/v1/stream?after=yesterday', {
    headers: { authorization: `Bearer ${secret}` },
  })
  const response = await streamHandler(request, { params: Promise.resolve({}) })
  expect(await response.json()).toMatchObject({ status: 400, field: 'query.after' })
})

test('continues while the caller has the permission, and ends when the key is revoked', async () => {
  const stream = await open()
  await vi.advanceTimersByTimeAsync(15_000)
  await stream.until(/: keep-alive/)
  await database.db.pool.query('update api_key set revoked_at = now()')
  forgetKey(keyHash(secret))
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await stream.rest()).toBe(true)
})

test('a key without the scope is denied', async () => {
  await database.db.pool.query("update api_key set scopes = '{ingest}'")
  forgetKey(keyHash(secret))
  const response = await streamHandler(
    new Request('http://x/api/v1/stream', { headers: { authorization: `Bearer ${secret}` } }),
    { params: Promise.resolve({}) },
  )
  expect(response.status).toBe(403)
})

test('says so when more was missed than is kept or is sent again', async () => {
  await change('approvals', 'apr_old')
  const first = await open({ 'last-event-id': '0' }, '?topics=approvals')
  const id = /id: (\d+)\nevent: approvals\n[^\n]*apr_old/.exec(await first.until(/apr_old/))?.[1] ?? ''
  first.leave()
  const whole = await open({ 'last-event-id': id }, '?topics=approvals')
  await change('approvals', 'apr_new')
  expect(await whole.until(/apr_new/)).not.toMatch(/event: gap/)
  whole.leave()
  await database.db.pool.query('delete from outbox_event where seq <= $1::bigint', [id])
  const pruned = await open({ 'last-event-id': id }, '?topics=approvals')
  expect(await pruned.until(/apr_new/)).toMatch(/^retry: 1000\n\nevent: gap\ndata: \{"type":"stream.gap"/)
  pruned.leave()
  const { rows } = await database.db.pool.query<{ seq: string }>(
    "select max(seq)::text as seq from outbox_event where topic = 'approvals'",
  )
  await database.db.pool.query(
    "insert into outbox_event (project_id, topic, type, ids) select 'default', 'approvals', 't', array['many' || n] from generate_series(1, 1001) n",
  )
  const many = await open({ 'last-event-id': String(rows[0]?.seq) }, '?topics=approvals')
  const text = await many.until(/many1001"/)
  expect(text).toMatch(/event: gap/)
  expect(text.match(/^event: approvals$/gm)).toHaveLength(1_000)
  many.leave()
})

const errorOf = async (query: string, headers: Record<string, string> = {}) => {
  const request = new Request(`http://x/api/v1/stream${query}`, {
    headers: { authorization: `Bearer ${secret}`, ...headers },
  })
  const response = await streamHandler(request, { params: Promise.resolve({}) })
  return response.ok ? 'ok' : [response.status, (await response.json()).field]
}

test('what cannot be followed is invalid and named', async () => {
  expect(await errorOf('?topics=approvals,aprovals')).toEqual([422, 'query.topics'])
  expect(await errorOf('?topics=constructor')).toEqual([422, 'query.topics'])
  expect(await errorOf('', { 'last-event-id': 'x' })).toEqual([400, 'header.Last-Event-ID'])
})

test('a key of agents follows approvals and stops; a key of one agent only its own stops', async () => {
  await database.db.pool.query("update api_key set scopes = '{agent}'")
  forgetKey(keyHash(secret))
  expect(await errorOf('?topics=traces')).toEqual([403, undefined])
  const stream = await open()
  await change('access', 'usr_1')
  await change('approvals', 'apr_7')
  expect(await stream.until(/apr_7/)).not.toMatch(/usr_1/)
  stream.leave()
  await database.db.pool.query("update api_key set agent = 'one'")
  forgetKey(keyHash(secret))
  expect(await errorOf('?topics=approvals')).toEqual([403, undefined])
  const own = await open({}, '?topics=stops')
  await change('stops', 'another')
  await change('approvals', 'apr_8')
  await change('stops', 'one')
  expect(await own.until(/"one"/)).not.toMatch(/another|apr_8/)
  own.leave()
})

test('a HEAD is answered and holds nothing; an unknown topic is named', async () => {
  const ask = (query: string, method: string) =>
    streamHandler(
      new Request(`http://x/api/v1/stream${query}`, { method, headers: { authorization: `Bearer ${secret}` } }),
      { params: Promise.resolve({}) },
    )
  const head = await ask('', 'HEAD')
  expect([head.status, head.body, openStreams()]).toEqual([200, null, 0])
  expect(await (await ask('?topics=traces,nope', 'GET')).json()).toMatchObject({ status: 422, field: 'query.topics' })
  await expect.poll(openStreams).toBe(0)
})

test('a caller has a limited number of streams; one that ends frees its place', async () => {
  const streams = await Promise.all(Array.from({ length: maxStreamsPerCaller }, () => open()))
  const tooMany = await streamHandler(
    new Request('http://x/api/v1/stream', { headers: { authorization: `Bearer ${secret}` } }),
    { params: Promise.resolve({}) },
  )
  expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '5'])
  await streams[0]?.cancel()
  streams[1]?.leave()
  await expect.poll(openStreams).toBe(maxStreamsPerCaller - 2)
  const [again] = [await open()]
  for (const stream of [...streams, again]) stream?.leave()
  await expect.poll(openStreams).toBe(0)
})

test('a reader that disconnects while its permission is checked breaks nothing', async () => {
  const stream = await open()
  const broken = vi.fn()
  process.on('unhandledRejection', broken)
  vi.advanceTimersByTime(15_000)
  await stream.cancel()
  await poolSql(database.db).query('select 1')
  await new Promise(resolve => setImmediate(resolve))
  process.off('unhandledRejection', broken)
  expect(broken).not.toHaveBeenCalled()
  await expect.poll(openStreams).toBe(0)
})

test('ends when the process begins to stop', async () => {
  const stream = await open()
  beginDraining()
  expect(await stream.rest()).toBe(true)
  forget('draining')
})
