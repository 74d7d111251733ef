import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import type { Actor } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { addedMemberSchema, memberListSchema, memberSchema } from '../schemas.ts'
import { givenUser, testBrowser } from '../sign-in/test-client.ts'
import { acceptLink } from './accept-link.ts'
import { addMember } from './add-member.ts'
import { changeRole } from './change-role.ts'
import { createPasswordLink } from './create-password-link.ts'
import { deactivateMember } from './deactivate-member.ts'
import { listMembers } from './list-members.ts'
import { reactivateMember } from './reactivate-member.ts'
import { signOutMember } from './sign-out-member.ts'

const password = 'a sentence is easier'
const anonymous: Actor = { kind: 'anonymous', id: null, label: 'anonymous' }
const test = givenDatabase({ use: true })
const sql = () => poolSql(test.db)
const ctx = (actor: Actor) => testContext(test.db, actor)

async function administrator(id: string): Promise<Extract<Actor, { kind: 'user' }>> {
  await givenUser(test.db, id, { email: `${id}@example.test`, name: id, passwordHash: 'none' }, 'admin')
  const actor = { kind: 'user' as const, id, label: id, role: 'admin' as const, sessionId: `ses_${id}` }
  await seedSession(test.db, actor)
  return actor
}

const tokenOf = (path = '') => new URL(path, 'http://x').searchParams.get('token') ?? ''
const lastAudit = async (id: string) =>
  (await sql().query<{ action: string }>('select action from audit_event where object_id = $1 order by seq', [id])).map(
    row => row.action,
  )

beforeEach(() => sql().query('truncate app_user, membership, user_session, password_link, login_throttle cascade'))
afterAll(async () => {
  expect(await verifyChain(sql(), 'default')).toMatchObject({ ok: true })
})

describe('a new member', () => {
  it('gets a link, chooses a password with it once, signs in with it', async () => {
    const ada = await administrator('ada')
    const body = { email: 'grace@example.test', name: 'Grace', role: 'operator' as const }
    const { member, link } = addedMemberSchema.parse(await addMember(ctx(ada), { body }))
    expect(member).toMatchObject({ ...body, status: 'invited', sessions: 0, lastSeenAt: null })
    expect(await problemType(addMember(ctx(ada), { body }))).toBe('already-member')
    const token = tokenOf(link?.path)
    const stored = await sql().query<{ text: string }>(
      `select (select jsonb_agg(l) from password_link l)::text || (select jsonb_agg(a) from audit_event a)::text as text`,
    )
    expect(stored[0]?.text).not.toContain(token)
    expect(await problemType(acceptLink(ctx(anonymous), { body: { token: 'guess', password } }))).toBe('bad-link')
    const tries = await Promise.all(
      Array.from({ length: 16 }, () => problemType(acceptLink(ctx(anonymous), { body: { token, password } }))),
    )
    expect(tries.filter(result => result === 'ok')).toHaveLength(1)
    expect(tries.filter(result => result === 'bad-link')).toHaveLength(15)
    expect((await testBrowser().signIn('grace@example.test', password)).headers.get('location')).toBe('/')
    const { items } = memberListSchema.parse(await listMembers(ctx(ada), { query: { limit: 50 } }))
    expect(items.map(({ name, status, sessions }) => [name, status, sessions])).toEqual([
      ['Grace', 'active', 1],
      ['ada', 'active', 1],
    ])
    expect(await lastAudit(member.id)).toEqual(['member.added', 'password.changed'])
  })

  it('cannot sign in before; an old link ends with a newer one, after its time, and with deactivation', async () => {
    const ada = await administrator('ada')
    const body = { email: 'grace@example.test', name: 'Grace', role: 'viewer' as const }
    const { member, link } = await addMember(ctx(ada), { body })
    expect((await testBrowser().signIn(body.email, '')).headers.get('location')).toContain('error=')
    const params = { id: member.id }
    const newer = await createPasswordLink(ctx(ada), { params })
    const accept = (path: string) =>
      problemType(acceptLink(ctx(anonymous), { body: { token: tokenOf(path), password } }))
    expect(await accept(link?.path ?? '')).toBe('bad-link')
    await sql().query(`update password_link set expires_at = now() - interval '1 ms'`)
    expect(await accept(newer.path)).toBe('bad-link')
    const third = await createPasswordLink(ctx(ada), { params })
    await deactivateMember(ctx(ada), { params })
    expect(await accept(third.path)).toBe('bad-link')
    expect(await problemType(createPasswordLink(ctx(ada), { params }))).toBe('member-deactivated')
    expect((await reactivateMember(ctx(ada), { params })).status).toBe('invited')
    expect(await accept((await createPasswordLink(ctx(ada), { params })).path)).toBe('ok')
  })
})

it('a changed role applies to open sessions at once; a deactivation and a sign-out end them', async () => {
  const ada = await administrator('ada')
  const body = { email: 'grace@example.test', name: 'Grace', role: 'viewer' as const }
  const { member, link } = await addMember(ctx(ada), { body })
  const params = { id: member.id }
  await acceptLink(ctx(anonymous), { body: { token: tokenOf(link?.path), password } })
  const browser = testBrowser()
  const actor = async () => (await authenticate(browser.request(), test.db)).actor
  await browser.signIn(body.email, password)
  expect(await actor()).toMatchObject({ kind: 'user', role: 'viewer' })
  expect(memberSchema.parse(await changeRole(ctx(ada), { params, body: { role: 'lead' } })).role).toBe('lead')
  expect(await actor()).toMatchObject({ kind: 'user', role: 'lead' })
  expect((await signOutMember(ctx(ada), { params })).sessions).toBe(0)
  expect(await actor()).toMatchObject({ kind: 'anonymous' })
  await browser.signIn(body.email, password)
  expect((await deactivateMember(ctx(ada), { params })).status).toBe('deactivated')
  expect(await actor()).toMatchObject({ kind: 'anonymous' })
  await browser.signIn(body.email, password)
  expect(await actor()).toMatchObject({ kind: 'anonymous' })
  expect(await lastAudit(member.id)).toEqual(
    expect.arrayContaining(['member.added', 'member.role_changed', 'member.deactivated', 'session.created']),
  )
})

describe('the last administrator', () => {
  it('cannot be demoted or deactivated, even beside one who has never chosen a password', async () => {
    const ada = await administrator('ada')
    const params = { id: ada.id }
    await addMember(ctx(ada), { body: { email: 'g@example.test', name: 'G', role: 'admin' } })
    expect(await problemType(changeRole(ctx(ada), { params, body: { role: 'lead' } }))).toBe('last-administrator')
    expect(await problemType(deactivateMember(ctx(ada), { params }))).toBe('last-administrator')
    expect(await lastAudit(ada.id)).not.toContain('member.deactivated')
    await administrator('eve')
    expect(await problemType(changeRole(ctx(ada), { params, body: { role: 'lead' } }))).toBe('ok')
  })

  it('one administrator remains, however many are demoted or deactivated at once', async () => {
    for (let round = 0; round < 15; round++) {
      await sql().query('truncate app_user cascade')
      const all = await Promise.all(Array.from({ length: 6 }, (_, n) => administrator(`adm${round}x${n}`)))
      const results = await Promise.all(
        all.map((actor, n) => {
          const target = all[(n + 1) % all.length] ?? actor
          const params = { id: target.id }
          return problemType(
            n % 2 === 0
              ? changeRole(ctx(actor), { params, body: { role: 'viewer' } })
              : deactivateMember(ctx(actor), { params }),
          )
        }),
      )
      const left = await sql().query<{ n: number }>(
        `select count(*)::int as n from membership m join app_user u on u.id = m.user_id
         where m.role = 'admin' and m.disabled_at is null`,
      )
      expect(left[0]?.n).toBe(1)
      expect(results.filter(result => result === 'ok')).toHaveLength(5)
      // The others lost: the last one stands, or their own session had just been ended.
      expect(['last-administrator', 'reauthentication-required']).toContain(results.find(result => result !== 'ok'))
    }
  })
})

it('is for administrators who typed their password recently; others and keys are denied', async () => {
  const ada = await administrator('ada')
  const params = { id: ada.id }
  const calls = (actor: Actor) => [
    addMember(ctx(actor), { body: { email: 'x@example.test', name: 'X', role: 'viewer' } }),
    changeRole(ctx(actor), { params, body: { role: 'viewer' } }),
    deactivateMember(ctx(actor), { params }),
    reactivateMember(ctx(actor), { params }),
    signOutMember(ctx(actor), { params }),
    createPasswordLink(ctx(actor), { params }),
  ]
  const answers = (actor: Actor) => Promise.all(calls(actor).map(problemType))
  expect(new Set(await answers({ ...ada, role: 'lead' }))).toEqual(new Set(['forbidden']))
  expect(new Set(await answers(testKey))).toEqual(new Set(['forbidden']))
  expect(new Set(await answers(anonymous))).toEqual(new Set(['unauthenticated']))
  await seedSession(test.db, ada, 601)
  expect(new Set(await answers(ada))).toEqual(new Set(['reauthentication-required']))
  await seedSession(test.db, ada)
  expect(await problemType(deactivateMember(ctx(ada), { params: { id: 'usr_nobody' } }))).toBe('not-found')
  expect(await problemType(deactivateMember({ ...ctx(ada), projectId: 'other' }, { params }))).toBe('not-found')
})
