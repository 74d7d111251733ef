import { beforeAll, expect, it } from 'vitest'
import { forgetKey, keyHash } from '#lib/platform/auth/api-keys.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { csrfToken } from '#lib/platform/auth/csrf.ts'
import type { Actor } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { createdKeySchema, keyListSchema } from '../schemas.ts'
import { givenUser } from '../sign-in/test-client.ts'
import { whoAmI } from '../who-am-i.ts'
import { createKey } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'

const admin: Actor = { kind: 'user', id: 'usr_admin', label: 'Ada', role: 'admin', sessionId: 'ses_admin' }
const test = givenDatabase()
const ctx = (actor: Actor = admin) => testContext(test.db, actor)

beforeAll(async () => {
  const user = { email: 'ada@example.test', name: 'Ada', passwordHash: 'x' }
  await givenUser(test.db, admin.id, user, 'admin')
  await seedSession(test.db, admin)
})

const using = (secret: string) =>
  problemType(authenticate(new Request('http://x/', { headers: { 'x-api-key': secret } }), test.db))

it('shows the secret once, keeps its hash, and honours the key until it is revoked', async () => {
  const created = await createKey(ctx(), { body: { name: 'ingest', scopes: ['ingest'], agent: 'triage' } })
  expect(createdKeySchema.parse(created).secret).toMatch(/^hp_[A-Za-z0-9_-]{43}$/)
  const { actor } = await authenticate(
    new Request('http://x/', { headers: { authorization: `Bearer ${created.secret}` } }),
    test.db,
  )
  expect(actor).toEqual({
    kind: 'key',
    id: created.id,
    label: 'ingest',
    scopes: ['ingest'],
    agent: 'triage',
    createdBy: admin.id,
  })
  const { items } = keyListSchema.parse(await listKeys(ctx(), { query: { limit: 50 } }))
  expect(items[0]).toMatchObject({ id: created.id, createdBy: { id: admin.id, name: 'Ada' } })
  expect(items[0]?.lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  const everything = await poolSql(test.db).query(
    `select (select jsonb_agg(k) from api_key k)::text || (select jsonb_agg(a) from audit_event a)::text as text`,
  )
  expect(String(everything[0]?.text)).not.toContain(created.secret)
  expect((await revokeKey(ctx(), { params: { id: created.id } })).revokedAt).not.toBeNull()
  expect(await using(created.secret)).toBe('unauthenticated')
  expect(await problemType(revokeKey(ctx(), { params: { id: created.id } }))).toBe('already-revoked')
  const audited = await poolSql(test.db).query('select action from audit_event where object_id = $1 order by seq', [
    created.id,
  ])
  expect(audited.map(row => row.action)).toEqual(['key.created', 'key.revoked', 'key.used'])
})

it('pages through all keys, newest first', async () => {
  for (let n = 0; n < 5; n++) await createKey(ctx(), { body: { name: `k${n}`, scopes: ['read'] } })
  const all = (await listKeys(ctx(), { query: { limit: 200 } })).items.map(key => key.id)
  const paged: string[] = []
  let cursor: string | undefined
  do {
    const page = await listKeys(ctx(), { query: { limit: 2, cursor } })
    paged.push(...page.items.map(key => key.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(paged).toEqual(all)
  expect(all).toEqual([...all].sort().reverse())
})

it('does not accept a key from the moment it expires, and audits who still uses it', async () => {
  const sql = poolSql(test.db)
  const [{ soon, past } = { soon: '', past: '' }] = await sql.query<{ soon: string; past: string }>(
    `select to_json(now() + interval '1 hour') #>> '{}' as soon, to_json(now() - interval '1 s') #>> '{}' as past`,
  )
  const body = { name: 'short', scopes: ['read' as const] }
  expect(await problemType(createKey(ctx(), { body: { ...body, expiresAt: past } }))).toBe('invalid')
  const created = await createKey(ctx(), { body: { ...body, expiresAt: soon } })
  expect(created.expiresAt).toMatch(/Z$/)
  expect(await using(created.secret)).toBe('ok')
  // The column keeps milliseconds, and rounds: the present moment itself may be half of one ahead.
  await sql.query(`update api_key set expires_at = now() - interval '1 ms' where id = $1`, [created.id])
  forgetKey(keyHash(created.secret))
  expect(await using(created.secret)).toBe('unauthenticated')
  const [row] = await sql.query<{ body: string }>(
    `select body from audit_event where action = 'key.used' and object_id = $1`,
    [created.id],
  )
  expect(JSON.parse(row?.body ?? '{}')).toMatchObject({
    outcome: 'denied',
    actor: { kind: 'key', id: created.id, label: 'short' },
    evidence: { reason: 'the key is expired' },
  })
})

it('asks for the password again when it was typed too long ago', async () => {
  const stale: Actor = { ...admin, sessionId: 'ses_stale' }
  await seedSession(test.db, stale, 601)
  const body = { name: 'x', scopes: ['read' as const] }
  expect(await problemType(createKey(ctx(stale), { body }))).toBe('reauthentication-required')
  expect(await problemType(revokeKey(ctx(stale), { params: { id: 'any' } }))).toBe('reauthentication-required')
  await seedSession(test.db, stale, 590)
  expect(await problemType(createKey(ctx(stale), { body }))).toBe('ok')
})

it('is for administrators: others and keys are denied, and that is audited', async () => {
  const lead: Actor = { ...admin, role: 'lead' }
  const body = { name: 'x', scopes: ['admin' as const] }
  expect(await problemType(createKey(ctx(lead), { body }))).toBe('forbidden')
  expect(await problemType(createKey(ctx(testKey), { body }))).toBe('forbidden')
  expect(await problemType(listKeys(ctx(lead), { query: { limit: 1 } }))).toBe('forbidden')
  expect(
    await problemType(revokeKey(ctx({ kind: 'anonymous', id: null, label: 'anonymous' }), { params: { id: 'x' } })),
  ).toBe('unauthenticated')
  const denied = await poolSql(test.db).query(
    `select 1 from audit_event where outcome = 'denied' and action = 'keys.manage'`,
  )
  expect(denied).toHaveLength(3)
})

it('answers 404 for a key of another project, as for one that does not exist', async () => {
  const created = await createKey(ctx(), { body: { name: 'mine', scopes: ['read'] } })
  expect(await problemType(revokeKey({ ...ctx(), projectId: 'other' }, { params: { id: created.id } }))).toBe(
    'not-found',
  )
  expect(await using(created.secret)).toBe('ok')
})

it.each(['hp_wrong', '', 'x'.repeat(500), 'with space'])('answers 401 to the key %j', async secret => {
  expect(await using(secret)).toBe('unauthenticated')
})

it('shows people their token and keys their scopes', async () => {
  expect(await whoAmI(ctx())).toMatchObject({ kind: 'user', role: 'admin', csrfToken: csrfToken('ses_admin') })
  expect(await whoAmI(ctx(testKey))).toMatchObject({ kind: 'key', role: null, csrfToken: null })
})

it('has the tables of the Prisma models', async () => {
  const { prisma } = test.db
  const key = await prisma.apiKey.findFirst({
    include: { project: { include: { memberships: { include: { user: true } } } } },
  })
  expect(key?.project.memberships[0]?.user.email).toBe('ada@example.test')
  await Promise.all([
    prisma.userSession.findFirst(),
    prisma.instanceState.findFirst(),
    prisma.loginThrottle.findFirst(),
  ])
})
