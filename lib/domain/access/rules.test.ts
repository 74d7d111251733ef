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

it('writes each account in one spelling', () => {
  expect(normaliseEmail('  Ada@Example.TEST ')).toBe('ada@example.test')
  fc.assert(fc.property(fc.string(), text => normaliseEmail(normaliseEmail(text)) === normaliseEmail(text)))
})

it.each([
  ['short', false],
  ['eleven chars', true],
  ['12345678901', false],
  ['x'.repeat(201), false],
])('password %j is accepted: %s', (password, ok) => expect(passwordSchema.safeParse(password).success).toBe(ok))

it('orders and deduplicates scopes, and throws for none or unknown ones', () => {
  const parse = (scopes: unknown) => keyBodySchema.safeParse({ name: 'k', scopes })
  expect(parse(['read', 'ingest', 'read']).data?.scopes).toEqual(['ingest', 'read'])
  expect(parse([]).success).toBe(false)
  expect(parse(['root']).success).toBe(false)
})

describe('firstAdministrator', () => {
  const env = { initEmail: null, initPassword: null, initApiKey: null }
  const whole = { initEmail: 'ops@localhost', initPassword: 'long enough password', initApiKey: null }
  it.each(['hp_01234567', 'hp_live-key_with:colon', `hp_${'x'.repeat(190)}`])('takes the key %s', initApiKey =>
    expect(firstAdministrator({ ...whole, initApiKey })).toMatchObject({ email: 'ops@localhost', apiKey: initApiKey }),
  )
  it('returns nothing when no variable is set', () => expect(firstAdministrator(env)).toBeNull())
  it.each([
    [{ ...env, initEmail: 'a@b.test' }, 'needs HOLDPOINT_INIT_PASSWORD too'],
    [{ ...env, initPassword: 'long enough password' }, 'needs HOLDPOINT_INIT_EMAIL too'],
    [{ ...env, initApiKey: 'hp_01234567' }, 'needs HOLDPOINT_INIT_EMAIL and HOLDPOINT_INIT_PASSWORD too'],
    [{ ...env, initEmail: 'nobody', initPassword: 'long enough password' }, 'not an e-mail'],
    [{ ...env, initEmail: 'a@b.test', initPassword: 'short' }, '12 to 200'],
    [{ ...whole, initApiKey: 'hp_tiny' }, 'HOLDPOINT_INIT_API_KEY must be hp_ and 8 to 190'],
    [{ ...whole, initApiKey: 'sk_0123456789abcdef' }, 'must be hp_'],
    [{ ...whole, initApiKey: 'hp_with space in it' }, 'without spaces'],
  ])('%j is invalid', (given, message) => expect(() => firstAdministrator(given)).toThrow(message))
})
