import { expect } from '@playwright/test'
import { onDatabase } from '../support/database.ts'
import { givenOwnHoldpoint, init, mira, test } from '../support/holdpoint.ts'
import { startHoldpoint } from '../support/server.ts'

/** Signs in as a browser would; answers the cookies and the Set-Cookie lines. */
async function cookiesOf(base: string, headers: Record<string, string> = {}) {
  const jar = new Map<string, string>()
  const lines: string[] = []
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      lines.push(line)
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const csrf = keep(await fetch(`${base}/api/auth/csrf`, { headers }))
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const body = new URLSearchParams({ csrfToken, ...mira, json: 'true' })
  const post = { method: 'POST', body, redirect: 'manual' as const, headers: { ...headers, cookie: cookie() } }
  keep(await fetch(`${base}/api/auth/callback/credentials`, post))
  return { cookie: cookie(), lines }
}

test.describe('on this machine', () => {
  const holdpoint = givenOwnHoldpoint({ ...init, HOLDPOINT_TRUSTED_PROXIES: '127.0.0.0/8 ::1' })

  test('a signed-in write needs its own origin and its token; nothing is decided by GET', async () => {
    const { cookie } = await cookiesOf(holdpoint.url)
    const me = await (await fetch(`${holdpoint.url}/api/v1/me`, { headers: { cookie } })).json()
    const write = async (headers: Record<string, string>) => {
      const json = { 'content-type': 'application/json', cookie, ...headers }
      const body = JSON.stringify({ name: 'k', scopes: ['read'] })
      const answer = await fetch(`${holdpoint.url}/api/v1/keys`, { method: 'POST', headers: json, body })
      return [answer.status, (await answer.json()).type ?? 'ok']
    }
    const token = { 'x-csrf-token': me.csrfToken }
    expect(await write({})).toEqual([403, 'csrf'])
    expect(await write({ 'x-csrf-token': 'guess' })).toEqual([403, 'csrf'])
    expect(await write({ ...token, origin: 'https://evil.example' })).toEqual([403, 'csrf'])
    expect(await write({ ...token, origin: 'null' })).toEqual([403, 'csrf'])
    expect(await write({ ...token, 'sec-fetch-site': 'cross-site' })).toEqual([403, 'csrf'])
    expect(await write({ ...token, origin: holdpoint.url })).toEqual([201, 'ok'])
    const get = await fetch(`${holdpoint.url}/api/v1/approvals/apr_x/decision?kind=approve`, { headers: { cookie } })
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
    const denied = await (await fetch(`${holdpoint.url}/api/v1/audit?action=csrf`, { headers: { cookie } })).json()
    expect(denied.items).toHaveLength(5)
    expect(denied.items[0]).toMatchObject({ outcome: 'denied', object: { id: 'POST /api/v1/keys' } })
  })

  test('a trusted proxy tells the caller’s address; what the caller wrote before it does not count', async () => {
    const forwarded = { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' }
    const { cookie } = await cookiesOf(holdpoint.url, forwarded)
    const { items } = await (await fetch(`${holdpoint.url}/api/v1/me/sessions`, { headers: { cookie } })).json()
    expect(items[0]).toMatchObject({ current: true, address: '198.51.100.7' })
    const spoofed = { ...forwarded, 'x-holdpoint-peer': '1.1.1.1', cookie, authorization: 'Bearer hp_unknown-key' }
    expect((await fetch(`${holdpoint.url}/api/v1/me`, { headers: spoofed })).status).toBe(401)
    const rows = await onDatabase(holdpoint, `select body from audit_event where action = 'key.used'`)
    expect(JSON.parse(rows.rows[0].body)).toMatchObject({ outcome: 'denied', address: '198.51.100.7' })
  })

  test('sends no HSTS over plain http, and forbids frames', async () => {
    const page = await fetch(`${holdpoint.url}/sign-in`)
    expect(page.headers.get('strict-transport-security')).toBeNull()
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
    const api = await fetch(`${holdpoint.url}/api/health`)
    expect(api.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

test('behind https: host-prefixed secure cookies, HSTS on every answer, the public origin', async () => {
  const holdpoint = await startHoldpoint({ ...init, HOLDPOINT_URL: 'https://holdpoint.example' })
  const base = holdpoint.url
  try {
    const { cookie, lines } = await cookiesOf(base, { origin: 'https://holdpoint.example' })
    const session = lines.find(line => line.startsWith('__Host-next-auth.session-token='))
    expect(session).toMatch(/; Secure/i)
    expect(session).toMatch(/; HttpOnly/i)
    expect(session).toMatch(/; SameSite=Lax/i)
    expect(lines.every(line => line.startsWith('__Host-') && !/Domain=/i.test(line))).toBe(true)
    for (const path of ['/sign-in', '/api/v1/me', '/api/health', '/icon.svg']) {
      const answer = await fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' })
      expect([path, answer.headers.get('strict-transport-security')]).toEqual([
        path,
        expect.stringMatching(/^max-age=\d{8}/),
      ])
    }
    const me = await (await fetch(`${base}/api/v1/me`, { headers: { cookie } })).json()
    const write = (origin: string) =>
      fetch(`${base}/api/v1/me/sign-out-everywhere`, {
        method: 'POST',
        headers: { cookie, origin, 'x-csrf-token': me.csrfToken },
      })
    expect((await write(base)).status).toBe(403)
    expect((await write('https://holdpoint.example')).status).toBe(200)
  } finally {
    await holdpoint.stop()
  }
})

const invalid: [string, Record<string, string>, string][] = [
  ['a password is missing', { HOLDPOINT_INIT_EMAIL: mira.email }, 'needs HOLDPOINT_INIT_PASSWORD too'],
  [
    'the key has another form',
    { ...init, HOLDPOINT_INIT_API_KEY: 'sk-123456789' },
    'HOLDPOINT_INIT_API_KEY must be hp_',
  ],
  [
    'a proxy is no address',
    { ...init, HOLDPOINT_TRUSTED_PROXIES: 'nginx' },
    'HOLDPOINT_TRUSTED_PROXIES is wrong: "nginx"',
  ],
  ['the address has a path', { ...init, HOLDPOINT_URL: 'https://x.example/holdpoint' }, 'HOLDPOINT_URL is wrong'],
]
for (const [why, env, sentence] of invalid) {
  test(`does not start when ${why}, and says so in one sentence`, async () => {
    const message = await startHoldpoint(env).then(
      async started => `it started: ${await started.stop()}`,
      error => String(error.message),
    )
    expect(message).toContain('the start ended with 1')
    const lines = message.split('\n').filter(line => line.includes('HOLDPOINT_'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(sentence)
  })
}
