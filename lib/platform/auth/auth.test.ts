import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { StartError } from '#lib/platform/start-error.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { keySecret } from './authenticate.ts'
import { readCookies } from './cookies.ts'
import { checkCsrf, csrfToken } from './csrf.ts'
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts'
import { loadSecrets } from './secrets.ts'
import { shortCache } from './short-cache.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

it.each([
  [{ authorization: 'Bearer hp_abc' }, 'hp_abc'],
  [{ authorization: 'bearer   hp_abc ' }, 'hp_abc'],
  [{ authorization: 'Bearer%20hp_abc' }, 'hp_abc'],
  [{ authorization: 'Bearer%hp_abc' }, ''],
  [{ authorization: basic('pk-lf-1:hp_abc') }, 'hp_abc'],
  [{ authorization: basic('any:with:colon') }, 'with:colon'],
  [{ 'x-api-key': 'hp_abc' }, 'hp_abc'],
  [{ authorization: 'Digest x' }, ''],
  [{}, null],
])('reads the key of %j', (headers, expected) => expect(keySecret(new Headers(headers))).toBe(expected))

it('reads cookies as browsers send them', () => {
  expect(readCookies('a=1; b="two"; c=%7C; bad; a=2; d=%zz')).toEqual({ a: '1', b: 'two', c: '|', d: '%zz' })
  expect(readCookies(null)).toEqual({})
})

describe('checkCsrf', () => {
  const user: Actor = { kind: 'user', id: 'u', label: 'u', role: 'admin', sessionId: 'ses_1' }
  const check = (headers: Record<string, string>, actor: Actor = user) => {
    try {
      checkCsrf(
        new Request('http://127.0.0.1:3000/x', { method: 'POST', headers: { host: '127.0.0.1:3000', ...headers } }),
        actor,
      )
      return 'passes'
    } catch (error) {
      return isProblem(error) ? error.fields.type : 'broken'
    }
  }
  const token = csrfToken('ses_1')
  it.each([
    [{ 'x-csrf-token': token, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, 'passes'],
    [{ 'x-csrf-token': token }, 'passes'],
    [{ origin: 'http://127.0.0.1:3000' }, 'csrf'],
    [{ 'x-csrf-token': csrfToken('ses_2') }, 'csrf'],
    [{ 'x-csrf-token': token, origin: 'http://evil.example' }, 'csrf'],
    [{ 'x-csrf-token': token, origin: 'null' }, 'csrf'],
    [{ 'x-csrf-token': token, origin: 'http://127.0.0.1:3001' }, 'csrf'],
    [{ 'x-csrf-token': token, 'sec-fetch-site': 'same-site' }, 'csrf'],
    [{ 'x-csrf-token': token, 'sec-fetch-site': 'none' }, 'csrf'],
  ])('%j → %s', (headers, expected) => expect(check(headers)).toBe(expected))

  it('asks nothing of keys', () => {
    const key: Actor = { kind: 'key', id: 'k', label: 'k', scopes: [], agent: null, createdBy: null }
    expect(check({ origin: 'http://evil.example' }, key)).toBe('passes')
  })
})

describe('secrets', () => {
  it.each(['', '{"NEXTAUTH_SECRET": "x"', '{}'])('says in one sentence that %j is no secrets file', text => {
    mkdirSync(dir, { recursive: true })
    writeFileSync(path.join(dir, 'secrets.json'), text, { mode: 0o644 })
    expect(() => loadSecrets({ HOLDPOINT_DATA_DIR: dir })).toThrow(StartError)
    expect(statSync(path.join(dir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  const dir = mkdtempSync(path.join(tmpdir(), 'holdpoint-secrets-'))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('makes them once, for this user only', () => {
    const env = { HOLDPOINT_DATA_DIR: path.join(dir, 'data') }
    const first = loadSecrets(env)
    const again = loadSecrets(env)
    const file = path.join(dir, 'data', 'secrets.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(again.nextAuth).toBe(first.nextAuth)
    expect(again.derive('csrf')).toEqual(first.derive('csrf'))
    expect(first.derive('csrf')).not.toEqual(first.derive('other'))
    expect(readFileSync(file, 'utf8')).toContain(first.nextAuth)
    expect(loadSecrets({ ...env, NEXTAUTH_SECRET: 'given' }).nextAuth).toBe('given')
  })
})

it('keeps an answer for its time, shares a running lookup, forgets failures', async () => {
  let now = 0
  let loads = 0
  const cache = shortCache<number>(100, 2, () => now)
  const load = async () => ++loads
  expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1])
  now = 49
  expect(await cache.get('a', load)).toBe(1)
  now = 100
  expect(await cache.get('a', load)).toBe(2)
  await expect(cache.get('b', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await cache.get('b', load)).toBe(3)
  await cache.get('c', load)
  expect(await cache.get('a', load)).toBe(5)
})

it('answers at once for a key that is read all the time, and forgets what was read before a change', async () => {
  let now = 0
  const lookups: { resolve(value: string): void; reject(error: Error): void }[] = []
  const cache = shortCache<string>(100, 10, () => now)
  const load = () => new Promise<string>((resolve, reject) => lookups.push({ resolve, reject }))
  const ask = () => cache.get('a', load)
  const settle = () => new Promise(resolve => setImmediate(resolve))
  const first = ask()
  lookups[0]?.resolve('first')
  expect(await first).toBe('first')
  now = 50
  expect(await Promise.all([ask(), ask()])).toEqual(['first', 'first'])
  expect(lookups).toHaveLength(2)
  lookups[1]?.resolve('second')
  await settle()
  now = 99
  expect(await ask()).toBe('second')
  // The third lookup begins when the second is half its age, and fails: the second answers until its end, not longer.
  now = 120
  expect(await ask()).toBe('second')
  expect(lookups).toHaveLength(3)
  lookups[2]?.reject(new Error('away'))
  await settle()
  now = 149
  expect(await ask()).toBe('second')
  expect(lookups).toHaveLength(4)
  // It has come to its end while the fourth is under way: that one is no longer waited for.
  now = 150
  const fresh = ask()
  expect(lookups).toHaveLength(5)
  lookups[3]?.resolve('late')
  lookups[4]?.resolve('fresh')
  expect(await fresh).toBe('fresh')
  await settle()
  expect(await ask()).toBe('fresh')
  // Forgotten while it is looked up anew: what that lookup read may be from before the change.
  now = 200
  expect(await ask()).toBe('fresh')
  cache.delete('a')
  lookups[5]?.resolve('before the change')
  await settle()
  const changed = ask()
  lookups[6]?.resolve('changed')
  expect(await changed).toBe('changed')
})

it('allows scripts by nonce only, no frames, and HSTS only where https', () => {
  const policy = contentSecurityPolicy({ nonce: 'N0', https: false, dev: false })
  expect(policy).toContain(`script-src 'self' 'nonce-N0' 'strict-dynamic';`)
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src [^;]*unsafe-inline/)
  expect(policy).toContain(`frame-ancestors 'none'`)
  const names = (https: boolean) => Object.keys(pageHeaders({ nonce: 'N0', https, dev: false }))
  expect(names(true)).toContain('strict-transport-security')
  expect(names(false)).not.toContain('strict-transport-security')
})
