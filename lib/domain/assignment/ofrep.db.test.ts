import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature as ServerSdk } from '@openfeature/server-sdk'
import { OpenFeature as WebSdk } from '@openfeature/web-sdk'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { POST as one } from '#app/api/ofrep/v1/evaluate/flags/[agent]/route.ts'
import { POST as all } from '#app/api/ofrep/v1/evaluate/flags/route.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import vectors from './assignment.vectors.json' with { type: 'json' }
import { type AskedAllocation, setAllocation } from './set-allocation.ts'
import { ofrepSchemas } from './test-ofrep-schema.ts'

const database = givenDatabase({ use: true })
const secrets = { agent: 'hp_ofrep_agent_01', bound: 'hp_ofrep_bound_01', ingest: 'hp_ofrep_ingest_1' }
const ajv = new Ajv2020({ strict: false })
let server: Server
let origin = ''

const set = (change: Partial<AskedAllocation> = {}) =>
  transaction(database.db, tx =>
    setAllocation(tx, testContext(database.db), {
      ...{ agent: 'triage', environment: 'production', baseline: 'triage-1', candidate: 'triage-2', weightBps: 2_500 },
      ...{ seed: 'rol_1', rolloutId: 'rol_1', by: 'rol_1', reason: 'a test', ...change },
    }),
  )

beforeAll(async () => {
  const ctx = testContext(database.db)
  await database.db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  for (const [name, secret] of Object.entries(secrets))
    await database.db.pool.query(
      'insert into api_key (id, project_id, hash, name, prefix, scopes, agent) values ($1, $2, $3, $1, $1, $4, $5)',
      [name, 'default', keyHash(secret), [name === 'ingest' ? 'ingest' : 'agent'], name === 'bound' ? 'writer' : null],
    )
  for (const slug of ['triage-1', 'triage-2', 'writer-1']) {
    const [agent = ''] = slug.split('-')
    const body = registerBody.parse({ agent, code: slug, model: { provider: 'openai', id: 'gpt-5' } })
    await registerRelease(ctx, { params: { slug }, body })
  }
  await set()
  await set({ ...{ agent: 'writer', baseline: 'writer-1', candidate: null, weightBps: 0, rolloutId: null, by: null } })
  await set({
    ...{ environment: 'staging', baseline: 'triage-2', candidate: null, weightBps: 0, rolloutId: null, by: null },
  })
  const flags = '/api/ofrep/v1/evaluate/flags'
  const listener = laneListener([
    { pattern: flags, methods: { POST: all } },
    { pattern: `${flags}/[agent]`, methods: { POST: one } },
  ])
  server = createServer((incoming, outgoing) => listener(incoming, outgoing, { requestId: 'req_1', peer: '127.0.0.1' }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterAll(async () => {
  await Promise.all([ServerSdk.close(), WebSdk.close()])
  server.close()
})

async function ask(agent: string | null, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/ofrep/v1/evaluate/flags${agent === null ? '' : `/${agent}`}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets.agent}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  const answer = text === '' ? null : JSON.parse(text)
  const schemas: Record<number, object> = agent === null ? ofrepSchemas.all : ofrepSchemas.one
  if (response.status !== 304)
    expect([answer, ajv.validate(schemas[response.status] ?? false, answer), ajv.errorsText()]).toEqual([
      ...[answer, true, 'No errors'],
    ])
  return { status: response.status, answer, etag: response.headers.get('etag') ?? '' }
}
const context = { targetingKey: 'user-1' }

describe('the answers', () => {
  test('the published assignments, with the rollout behind them', async () => {
    for (const { unit, variant } of vectors.assignments.filter(({ weightBps }) => weightBps === 2_500)) {
      const { answer } = await ask('triage', { context: { targetingKey: unit } })
      expect(answer).toEqual({
        ...{ key: 'triage', value: variant === 'candidate' ? 'triage-2' : 'triage-1', variant, reason: 'SPLIT' },
        metadata: { environment: 'production', rolloutId: 'rol_1', weightBps: 2_500 },
      })
    }
    const { answer } = await ask('triage', { context: { ...context, environment: 'staging' } })
    expect(answer).toMatchObject({ value: 'triage-2', variant: 'baseline', reason: 'STATIC' })
  })

  test.each([
    ['no JSON', '{', 400, 'PARSE_ERROR'],
    ['no object', '[]', 400, 'PARSE_ERROR'],
    ['no context', {}, 400, 'INVALID_CONTEXT'],
    ['a context that is a list', { context: [] }, 400, 'INVALID_CONTEXT'],
    ['no targeting key', { context: { plan: 'pro' } }, 400, 'TARGETING_KEY_MISSING'],
    ['an empty targeting key', { context: { targetingKey: '' } }, 400, 'TARGETING_KEY_MISSING'],
    ['a targeting key that is a number', { context: { targetingKey: 7 } }, 400, 'INVALID_CONTEXT'],
    ['an environment that is no text', { context: { targetingKey: 'u', environment: 7 } }, 400, 'INVALID_CONTEXT'],
  ])('%s is told in the words of the protocol, of one flag and of all', async (_, body, status, errorCode) => {
    expect(await ask('triage', body)).toMatchObject({ status, answer: { key: 'triage', errorCode } })
    expect(await ask(null, body)).toMatchObject({ status, answer: { errorCode } })
  })

  test('an agent without a serving release, and callers who may not ask', async () => {
    expect(await ask('nobody', { context })).toMatchObject({ status: 404, answer: { errorCode: 'FLAG_NOT_FOUND' } })
    expect(await ask('triage', { context }, { authorization: 'Bearer hp_unknown_12345' })).toMatchObject({
      status: 401,
    })
    expect(await ask(null, { context }, { authorization: `Bearer ${secrets.ingest}` })).toMatchObject({ status: 403 })
    const bound = { authorization: `Bearer ${secrets.bound}` }
    expect(await ask('triage', { context }, bound)).toMatchObject({ status: 403 })
    const own = await ask(null, { context }, bound)
    expect(own.answer.flags.map((flag: { key: string }) => flag.key)).toEqual(['writer'])
  })

  test('304 where nothing changed for this context, and for no other context or allocation', async () => {
    for (const agent of ['triage', null]) {
      const first = await ask(agent, { context })
      const again = (of: object) => ask(agent, { context: of }, { 'if-none-match': `"x", W/${first.etag}` })
      expect(await again(context)).toMatchObject({ status: 304, answer: null, etag: first.etag })
      expect(await again({ ...context, plan: 'pro' })).toMatchObject({ status: 200 })
      await set({ weightBps: 3_000 })
      await expect.poll(async () => (await again(context)).status).toBe(200)
      await set()
      await expect.poll(async () => (await again(context)).status).toBe(304)
    }
  })
})

describe('the official OpenFeature providers', () => {
  const headers: [string, string][] = [['Authorization', `Bearer ${secrets.agent}`]]

  test('on a server: the release, its variant, unknown agents, a rollback', async () => {
    await ServerSdk.setProviderAndWait(new OFREPProvider({ baseUrl: origin, headers }))
    const client = ServerSdk.getClient()
    const details = (key: string, targetingKey?: string) =>
      client.getStringDetails(key, 'the default', targetingKey === undefined ? {} : { targetingKey })
    const unit = vectors.buckets.find(({ seed, bucket }) => seed === 'rol_1' && bucket >= 2_500 && bucket < 3_100)?.unit
    if (unit === undefined) throw new Error('no vector between the two weights')
    expect(await details('triage', unit)).toMatchObject({ value: 'triage-1', variant: 'baseline', reason: 'SPLIT' })
    await set({ weightBps: 3_100 })
    await expect.poll(async () => (await details('triage', unit)).value).toBe('triage-2')
    expect(await details('nobody', 'u')).toMatchObject({ value: 'the default', errorCode: 'FLAG_NOT_FOUND' })
    expect(await details('triage')).toMatchObject({ value: 'the default', errorCode: 'TARGETING_KEY_MISSING' })
    await set()
    await expect.poll(async () => (await details('triage', unit)).value, { interval: 20 }).toBe('triage-1')
  })

  test('in a browser: all agents at once, and again when the context changes', async () => {
    const stored = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    })
    await WebSdk.setContext({ targetingKey: 'user-1' })
    await WebSdk.setProviderAndWait(new OFREPWebProvider({ baseUrl: origin, headers, pollInterval: 0 }))
    const client = WebSdk.getClient()
    const both = () => ['triage', 'writer'].map(agent => client.getStringValue(agent, 'the default'))
    expect(both()).toEqual(['triage-1', 'writer-1'])
    // It answers from its memory of this targeting key, and asks with the ETag of the context before.
    await WebSdk.setContext({ targetingKey: 'user-1', environment: 'staging' })
    await expect.poll(both).toEqual(['triage-2', 'the default'])
    await WebSdk.setContext({ targetingKey: 'user-1' })
    await expect.poll(both).toEqual(['triage-1', 'writer-1'])
    vi.unstubAllGlobals()
  })
})
