import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { createTestDatabase, type TestDatabase, testContext } from '#lib/platform/testing/database.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { completeSetup } from './complete-setup.ts'
import { ensureSetup } from './setup.ts'

const nothing = { initEmail: null, initPassword: null, initApiKey: null }
const body = (token: string, n = 0) => ({
  token,
  email: `a${n}@b.test`,
  name: 'Ada',
  password: 'correct horse battery',
})
const anonymous = { kind: 'anonymous', id: null, label: 'anonymous' } as const

let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(() => test.drop())

const setup = (token: string, n = 0) =>
  completeSetup(testContext(test.db, anonymous), { body: body(token, n) }).then(
    () => 'created',
    error => (isProblem(error) ? error.fields.type : String(error)),
  )

async function freshToken(): Promise<string> {
  const { setupUrl } = await ensureSetup(test.db, { env: nothing })
  return new URL(setupUrl ?? '', 'http://x').searchParams.get('token') ?? ''
}

const count = async (table: string) =>
  (await poolSql(test.db).query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n

describe('first run', () => {
  it('of 64 simultaneous browsers one completes the setup', async () => {
    const token = await freshToken()
    const results = await Promise.all(Array.from({ length: 64 }, (_, n) => setup(token, n)))
    expect(results.filter(result => result === 'created')).toHaveLength(1)
    expect(results.filter(result => result === 'already-set-up')).toHaveLength(63)
    expect([await count('app_user'), await count('membership'), await count('project')]).toEqual([1, 1, 1])
    expect(await verifyChain(poolSql(test.db), 'default')).toMatchObject({ ok: true, rows: 1 })
    expect(await ensureSetup(test.db, { env: nothing })).toEqual({ setupUrl: null })
  })

  it('denies a wrong token and the link of an earlier start', async () => {
    const old = await freshToken()
    const token = await freshToken()
    expect(await setup('guess')).toBe('bad-setup-token')
    expect(await setup(old)).toBe('bad-setup-token')
    expect(await setup(token)).toBe('created')
    expect(await setup(token)).toBe('already-set-up')
  })

  it('keeps only the hash of the token', async () => {
    const token = await freshToken()
    const [row] = await poolSql(test.db).query('select to_jsonb(i)::text as text from instance_state i')
    expect(String(row?.text)).not.toContain(token)
  })
})

describe('headless start', () => {
  const env = {
    initEmail: 'Ops@Example.test',
    initPassword: 'correct horse battery',
    initApiKey: 'hp_headless_key_0123',
  }

  it('creates administrator, project and a key with every scope, at the first start only', async () => {
    const starts = await Promise.all([ensureSetup(test.db, { env }), ensureSetup(test.db, { env })])
    expect(starts).toEqual([{ setupUrl: null }, { setupUrl: null }])
    await ensureSetup(test.db, { env: { ...env, initApiKey: 'hp_another_key_012345' } })
    expect([await count('app_user'), await count('api_key')]).toEqual([1, 1])
    const [user] = await poolSql(test.db).query('select email from app_user')
    expect(user?.email).toBe('ops@example.test')
    const headers = { authorization: `Bearer ${env.initApiKey}` }
    const { actor, projectId } = await authenticate(new Request('http://x/', { headers }), test.db)
    expect(projectId).toBe('default')
    expect(actor).toMatchObject({ kind: 'key', scopes: ['ingest', 'agent', 'ci', 'read', 'admin'] })
  })
})
