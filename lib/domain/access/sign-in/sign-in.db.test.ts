import { beforeAll, describe, expect, it } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Actor } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { hashPassword } from '../passwords/passwords.ts'
import { throttleLimits } from '../rules.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { givenUser, testBrowser } from './test-client.ts'

const password = 'correct horse battery'
const test = givenDatabase({ use: true })
let passwordHash: string
const sql = () => poolSql(test.db)

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

let users = 0
async function person(): Promise<{ id: string; email: string }> {
  const id = `usr_${++users}`
  const email = `${id}@example.test`
  await givenUser(test.db, id, { email, name: `Person ${users}`, passwordHash }, 'admin')
  return { id, email }
}

const actorOf = async (browser: ReturnType<typeof testBrowser>): Promise<Actor> =>
  (await authenticate(browser.request(), test.db)).actor

describe('sign-in over the contract', () => {
  it('csrf, then form: an HttpOnly Lax cookie, a redirect inside, an actor', async () => {
    const { id, email } = await person()
    const browser = testBrowser()
    const answer = await browser.signIn(` ${email.toUpperCase()} `, password, { callbackUrl: '/approvals' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/approvals'])
    const cookie = answer.headers.getSetCookie().find(line => line.startsWith('next-auth.session-token='))
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
    expect(await actorOf(browser)).toMatchObject({ kind: 'user', id, role: 'admin' })
    expect(await (await browser.get('/api/auth/session')).json()).toMatchObject({ user: { email } })
  })

  it('answers JSON clients, and never redirects off the site', async () => {
    const { email } = await person()
    const browser = testBrowser()
    const answer = await browser.signIn(email, password, { json: 'true', callbackUrl: 'https://evil.example/' })
    expect(await answer.json()).toEqual({ url: 'http://127.0.0.1:3999' })
  })

  it.each([
    ['wrong password', (email: string) => [email, 'not the password'] as const],
    ['unknown account', () => ['nobody@example.test', password] as const],
    ['nothing typed', () => ['', ''] as const],
  ])('%s: the same 401, no cookie', async (_, pair) => {
    const { email } = await person()
    const browser = testBrowser()
    const [who, what] = pair(email)
    const answer = await browser.signIn(who, what, { json: 'true' })
    expect(answer.status).toBe(401)
    expect((await answer.json()).url).toContain('error=CredentialsSignin')
    expect(await actorOf(browser)).toMatchObject({ kind: 'anonymous' })
  })

  it('denies a form without its csrf token or from another site', async () => {
    const { email } = await person()
    const browser = testBrowser()
    await browser.post('/api/auth/callback/credentials', { email, password })
    expect(await actorOf(browser)).toMatchObject({ kind: 'anonymous' })
    const { csrfToken } = await (await browser.get('/api/auth/csrf')).json()
    const form = { csrfToken, email, password }
    const foreign = await browser.post('/api/auth/callback/credentials', form, { origin: 'http://evil.example' })
    expect(foreign.status).toBe(403)
    expect((await browser.post('/api/auth/callback/credentials', { x: 'x'.repeat(20_000) })).status).toBe(413)
  })

  it('uses host-prefixed Secure cookies over https', async () => {
    const { email } = await person()
    process.env.HOLDPOINT_URL = 'https://holdpoint.example'
    try {
      const browser = testBrowser()
      const answer = await browser.signIn(email, password)
      const cookies = answer.headers.getSetCookie()
      expect(cookies.find(line => line.startsWith('__Host-next-auth.session-token='))).toMatch(/; Secure/i)
      expect(cookies.join()).not.toMatch(/Domain=/i)
      expect(await actorOf(browser)).toMatchObject({ kind: 'user' })
    } finally {
      delete process.env.HOLDPOINT_URL
    }
  })
})

describe('a session ends', () => {
  const ends: [string, string][] = [
    ['revoked', 'update user_session set revoked_at = now() where user_id = $1'],
    ['expired', `update user_session set expires_at = now() - interval '1 ms' where user_id = $1`],
    ['idle', `update user_session set last_seen_at = now() - interval '25 hours' where user_id = $1`],
    ['its user deactivated', 'update membership set disabled_at = now() where user_id = $1'],
    ['its user no member', 'delete from membership where user_id = $1'],
  ]
  it.each(ends)('when %s', async (_, change) => {
    const { id, email } = await person()
    const browser = testBrowser()
    await browser.signIn(email, password)
    expect(await actorOf(browser)).toMatchObject({ kind: 'user', id })
    await sql().query(change, [id])
    forgetSessions()
    expect(await actorOf(browser)).toMatchObject({ kind: 'anonymous' })
    expect(await (await browser.get('/api/auth/session')).json()).toEqual({})
  })

  it('by signing out, here at once', async () => {
    const { email } = await person()
    const browser = testBrowser()
    await browser.signIn(email, password)
    const stolen = browser.request()
    expect((await authenticate(stolen, test.db)).actor.kind).toBe('user')
    const { csrfToken } = await (await browser.get('/api/auth/csrf')).json()
    await browser.post('/api/auth/signout', { csrfToken })
    expect(browser.jar.has('next-auth.session-token')).toBe(false)
    expect((await authenticate(stolen, test.db)).actor.kind).toBe('anonymous')
  })

  it('everywhere', async () => {
    const { email } = await person()
    const browsers = [testBrowser(), testBrowser(), testBrowser()]
    for (const browser of browsers) await browser.signIn(email, password)
    const actor = await actorOf(browsers[0]!)
    expect(await signOutEverywhere(testContext(test.db, actor))).toEqual({ sessions: 3 })
    for (const browser of browsers) expect(await actorOf(browser)).toMatchObject({ kind: 'anonymous' })
  })
})

it('an open page alone keeps no idle session alive, a request does', async () => {
  const { id, email } = await person()
  const browser = testBrowser()
  await browser.signIn(email, password)
  const seen = async () => {
    const [row] = await sql().query<{ old: boolean }>(
      `select last_seen_at < now() - interval '1 hour' as old from user_session where user_id = $1`,
      [id],
    )
    return row?.old ? 'long ago' : 'now'
  }
  await sql().query(`update user_session set last_seen_at = now() - interval '2 hours' where user_id = $1`, [id])
  forgetSessions()
  expect((await authenticate(browser.request(), test.db, true)).actor.kind).toBe('user')
  expect(await seen()).toBe('long ago')
  expect((await authenticate(browser.request(), test.db)).actor.kind).toBe('user')
  expect(await seen()).toBe('now')
})

it('signing in again in the same browser ends the session it had', async () => {
  const [first, second] = [await person(), await person()]
  const browser = testBrowser()
  await browser.signIn(first.email, password)
  const before = browser.request()
  await browser.signIn(second.email, password)
  expect(await actorOf(browser)).toMatchObject({ id: second.id })
  expect((await authenticate(before, test.db)).actor.kind).toBe('anonymous')
})

describe('throttle', () => {
  it('counts no guess against an account while its address is turned away', async () => {
    const address = '2001:db8:1:2::1'
    const accounts = async () =>
      (await sql().query<{ n: number }>(`select count(*)::int as n from login_throttle where key like 'account:%'`))[0]
        ?.n
    await sql().query(
      `insert into login_throttle values ('address:2001:db8:1:2::/64', ${throttleLimits.address}, now() + interval '1 hour')`,
    )
    const before = await accounts()
    for (let n = 0; n < 5; n++) {
      const throttled = await testBrowser(undefined, address.replace('::1', `::${n}`)).signIn(
        `made-up-${n}@x.test`,
        password,
      )
      expect(throttled.headers.get('location')).toContain('TooManyAttempts')
    }
    expect(await accounts()).toBe(before)
  })

  it('lets ten of many parallel guesses through, then turns away even the right password', async () => {
    const { id, email } = await person()
    const attempts = Array.from({ length: 40 }, (_, n) => testBrowser(undefined, `198.51.100.${n}`))
    const answers = await Promise.all(attempts.map(b => b.signIn(email, 'wrong password!', { json: 'true' })))
    const urls: string[] = await Promise.all(answers.map(async answer => (await answer.json()).url))
    expect(urls.filter(url => url.includes('CredentialsSignin'))).toHaveLength(throttleLimits.account)
    expect(urls.filter(url => url.includes('TooManyAttempts'))).toHaveLength(40 - throttleLimits.account)
    const right = await testBrowser().signIn(email, password, { json: 'true' })
    expect((await right.json()).url).toContain('TooManyAttempts')
    const denied = await sql().query<{ evidence: { reason: string } }>(
      `select body::jsonb -> 'evidence' as evidence from audit_event
       where action = 'session.created' and outcome = 'denied' and object_id = $1`,
      [id],
    )
    const reasons = ['too many attempts', ...Array<string>(throttleLimits.account).fill('wrong password')]
    const byReason = denied.sort((a, b) => a.evidence.reason.localeCompare(b.evidence.reason))
    expect(byReason).toEqual(reasons.map(reason => ({ evidence: { account: email, reason } })))
    await sql().query(`update login_throttle set window_until = now() - interval '1 ms'`)
    expect((await testBrowser().signIn(email, password)).headers.get('location')).toBe('/')
  })

  it('counts an address over all accounts, and not its successes', async () => {
    const { email } = await person()
    const address = '203.0.113.9'
    await sql().query(
      `insert into login_throttle values ('address:${address}', ${throttleLimits.address - 1}, now() + interval '1 hour')`,
    )
    for (let n = 0; n < 3; n++) {
      expect((await testBrowser(undefined, address).signIn(email, password)).headers.get('location')).toBe('/')
    }
    await testBrowser(undefined, address).signIn('x@example.test', password)
    const throttled = await testBrowser(undefined, address).signIn(email, password, { json: 'true' })
    expect((await throttled.json()).url).toContain('TooManyAttempts')
  })
})

it('leaves a chain that verifies', async () => {
  expect(await verifyChain(sql(), 'default')).toEqual({ ok: true, rows: expect.any(Number), head: expect.any(String) })
})
