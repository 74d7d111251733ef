import { beforeAll, beforeEach, expect, it } from 'vitest'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Actor } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { pruneAccess } from '../prune.ts'
import { throttleLimits } from '../rules.ts'
import { pageQuerySchema, reauthenticatedSchema, sessionListSchema } from '../schemas.ts'
import { listSessions } from '../sign-in/list-sessions.ts'
import { revokeSession } from '../sign-in/revoke-session.ts'
import { givenUser, testBrowser } from '../sign-in/test-client.ts'
import { changePassword } from './change-password.ts'
import { hashPassword } from './passwords.ts'
import { reauthenticate } from './reauthenticate.ts'

const password = 'correct horse battery'
const email = 'ada@example.test'
const test = givenDatabase({ use: true })
let passwordHash: string
const sql = () => poolSql(test.db)
const ctx = (actor: Actor) => testContext(test.db, actor)

async function signedIn(with_ = password) {
  const browser = testBrowser()
  await browser.signIn(email, with_)
  const actor = async () => (await authenticate(browser.request(), test.db)).actor
  return { actor }
}

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})
beforeEach(async () => {
  await sql().query('truncate app_user, login_throttle cascade')
  await givenUser(test.db, 'ada', { email, name: 'Ada', passwordHash }, 'operator')
})

it('a sign-in counts as recent for ten minutes, then the password is needed, for this session only', async () => {
  const [here, there] = [await signedIn(), await signedIn()]
  const actor = await here.actor()
  expect(await problemType(requireRecentSignIn(ctx(actor)))).toBe('ok')
  await sql().query(`update user_session set authenticated_at = now() - interval '601 s'`)
  expect(await problemType(requireRecentSignIn(ctx(actor)))).toBe('reauthentication-required')
  expect(await problemType(reauthenticate(ctx(actor), { body: { password: 'wrong password!' } }))).toBe(
    'wrong-password',
  )
  expect(await problemType(requireRecentSignIn(ctx(actor)))).toBe('reauthentication-required')
  reauthenticatedSchema.parse(await reauthenticate(ctx(actor), { body: { password } }))
  expect(await problemType(requireRecentSignIn(ctx(actor)))).toBe('ok')
  expect(await problemType(requireRecentSignIn(ctx(await there.actor())))).toBe('reauthentication-required')
  await sql().query('update user_session set revoked_at = now()')
  expect(await problemType(requireRecentSignIn(ctx(actor)))).toBe('reauthentication-required')
  expect(await problemType(requireRecentSignIn(ctx({ kind: 'anonymous', id: null, label: 'anonymous' })))).toBe(
    'unauthenticated',
  )
  const rows = await sql().query<{ outcome: string }>(
    `select outcome from audit_event where action = 'session.reauthenticated' order by seq`,
  )
  expect(rows.map(row => row.outcome)).toEqual(['denied', 'ok'])
})

it('password guesses in an open session count with failed sign-ins', async () => {
  const actor = await (await signedIn()).actor()
  const guess = () => problemType(reauthenticate(ctx(actor), { body: { password: 'wrong password!' } }))
  const guesses = await Promise.all(Array.from({ length: throttleLimits.account + 8 }, guess))
  expect(guesses.filter(result => result === 'wrong-password')).toHaveLength(throttleLimits.account)
  expect(guesses.filter(result => result === 'too-many-attempts')).toHaveLength(8)
  expect(await problemType(reauthenticate(ctx(actor), { body: { password } }))).toBe('too-many-attempts')
  expect((await testBrowser().signIn(email, password)).headers.get('location')).toContain('TooManyAttempts')
})

it('a new password ends the other sessions and the old password; of two simultaneous changes one wins', async () => {
  const [here, there] = [await signedIn(), await signedIn()]
  const [actor, other] = [await here.actor(), await there.actor()]
  const body = { currentPassword: password, newPassword: 'another fine sentence' }
  expect(await problemType(changePassword(ctx(actor), { body: { ...body, currentPassword: 'no' } }))).toBe(
    'wrong-password',
  )
  const both = await Promise.all([
    problemType(changePassword(ctx(actor), { body })),
    problemType(changePassword(ctx(other), { body: { ...body, newPassword: 'and yet another one' } })),
  ])
  expect(both.sort()).toEqual(['changed-meanwhile', 'ok'])
  const kinds = [(await here.actor()).kind, (await there.actor()).kind].sort()
  expect(kinds).toEqual(['anonymous', 'user'])
  expect((await (await signedIn()).actor()).kind).toBe('anonymous')
})

it('lists open sessions page by page, marks the present one, and ends any of a user’s own', async () => {
  const [first, second] = [await signedIn(), await signedIn()]
  const [actor, other] = [await first.actor(), await second.actor()]
  const list = async (by: Actor, query = {}) =>
    sessionListSchema.parse(await listSessions(ctx(by), { query: pageQuerySchema.parse(query) }))
  const page = await list(actor, { limit: 1 })
  const rest = await list(actor, { limit: 1, cursor: page.nextCursor })
  const items = [...page.items, ...rest.items]
  expect([items.length, rest.nextCursor]).toEqual([2, null])
  expect(items.every(session => session.address === '192.0.2.1')).toBe(true)
  expect(items.find(session => session.current)?.id).toBe(actor.kind === 'user' ? actor.sessionId : '')
  const id = other.kind === 'user' ? other.sessionId : ''
  await givenUser(test.db, 'eve', { email: 'eve@example.test', name: 'Eve', passwordHash }, 'admin')
  const eve: Actor = { kind: 'user', id: 'eve', label: 'Eve', role: 'admin', sessionId: 'ses_eve' }
  expect(await problemType(revokeSession(ctx(eve), { params: { id } }))).toBe('not-found')
  expect(await revokeSession(ctx(actor), { params: { id } })).toEqual({ sessions: 1 })
  expect(await problemType(revokeSession(ctx(actor), { params: { id } }))).toBe('not-found')
  expect((await second.actor()).kind).toBe('anonymous')
  expect((await list(actor)).items).toHaveLength(1)
  expect(await problemType(list(testKey))).toBe('forbidden')
})

it('deletes sessions that ended a month ago, and counters of past windows', async () => {
  const { actor } = await signedIn()
  await signedIn()
  const me = await actor()
  const mine = me.kind === 'user' ? me.sessionId : ''
  await sql().query(`update user_session set expires_at = now() - interval '31 days' where id <> $1`, [mine])
  await sql().query(`insert into login_throttle values ('old', 3, now() - interval '2 hours'), ('new', 3, now())`)
  await pruneAccess(test.db)
  expect(await sql().query('select id from user_session')).toEqual([{ id: mine }])
  expect((await sql().query(`select key from login_throttle where key in ('old', 'new')`)).map(r => r.key)).toEqual([
    'new',
  ])
  forgetSessions()
  expect((await actor()).kind).toBe('user')
})
