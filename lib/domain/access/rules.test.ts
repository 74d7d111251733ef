import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseEmail, safeReturnPath } from './rules.ts'
import { keyBodySchema, passwordSchema } from './schemas.ts'
import { firstAdministrator } from './setup.ts'

describe('safeReturnPath', () => {
  it.each([
    ['/approvals?status=waiting', '/approvals?status=waiting'],
    ['/sign-ins', '/sign-ins'],
    [null, '/'],
    ['', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/sign-in?callbackUrl=/', '/'],
    ['/setup', '/'],
    ['/api/auth/signout', '/'],
  ])('%j leads to %j', (given, expected) => expect(safeReturnPath(given)).toBe(expected))

  it('never leaves the site', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('/', '\\', ':', '@', '.', 'e', '\t', '\n', '%', '?') }), text => {
        expect(new URL(safeReturnPath(text), 'http://here.test').origin).toBe('http://here.test')
      }),
      { numRuns: 2_000 },
    )
  })
})

it('spells an account one way', () => {
  expect(normaliseEmail('  Ada@Example.TEST ')).toBe('ada@example.test')
  fc.assert(fc.property(fc.string(), text => normaliseEmail(normaliseEmail(text)) === normaliseEmail(text)))
})

it.each([
  ['short', false],
  ['eleven chars', true],
  ['12345678901', false],
  ['x'.repeat(201), false],
])('password %j is accepted: %s', (password, ok) => expect(passwordSchema.safeParse(password).success).toBe(ok))

it('orders and deduplicates scopes, and refuses none or strange ones', () => {
  const parse = (scopes: unknown) => keyBodySchema.safeParse({ name: 'k', scopes })
  expect(parse(['read', 'ingest', 'read']).data?.scopes).toEqual(['ingest', 'read'])
  expect(parse([]).success).toBe(false)
  expect(parse(['root']).success).toBe(false)
})

describe('firstAdministrator', () => {
  const env = { initEmail: null, initPassword: null, initApiKey: null }
  it('asks for nothing when nothing is set', () => expect(firstAdministrator(env)).toBeNull())
  it.each([
    [{ ...env, initEmail: 'a@b.test' }, 'must be set together'],
    [{ ...env, initApiKey: 'hp_0123456789abcdef' }, 'must be set together'],
    [{ ...env, initEmail: 'nobody', initPassword: 'long enough password' }, 'not an e-mail'],
    [{ ...env, initEmail: 'a@b.test', initPassword: 'short' }, '12 to 200'],
    [{ initEmail: 'a@b.test', initPassword: 'long enough password', initApiKey: 'tiny' }, '16 to 200'],
  ])('refuses %j', (given, message) => expect(() => firstAdministrator(given)).toThrow(message))
})
