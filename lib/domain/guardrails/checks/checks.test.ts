import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '#lib/shared/linear-regexp.ts'
import { namesOf, redact } from './finding.ts'
import { findPattern } from './pattern.ts'
import { findPersonalData } from './personal-data.ts'
import { findSecrets } from './secrets.ts'

/** Put together here, so that no scanner of repositories takes a test for a leak. */
const join = (...parts: string[]) => parts.join('')

describe('secrets', () => {
  test.each([
    ['AWS access key', join('AKIA', 'IOSFODNN7EXAMPLE')],
    ['GitHub token', join('ghp_', 'a1B2'.repeat(9))],
    ['Slack token', join('xoxb-', '123456789012-abcdefABCDEF')],
    ['Stripe key', join('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc')],
    ['Google API key', join('AIza', 'SyA1234567890abcdefghijklmnopqrstuv')],
    ['JSON web token', join('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.', 'abcdefghijklmnop')],
    ['private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'],
    ['password in an address', 'postgres://app:hunter2@db.internal/app'],
  ])('finds a %s', (name, secret) => {
    const text = `before ${secret} after`
    const found = findSecrets(text)
    expect(found.map(finding => finding.name)).toContain(name)
    expect(redact(text, found)).not.toContain(secret.slice(12))
  })

  test.each(['AKIA is a prefix', 'ask the task-force', 'https://example.com/a:b', 'sk-short', 'a commit: 3053532af'])(
    'finds none in %j',
    text => expect(findSecrets(text)).toEqual([]),
  )
})

describe('personal data', () => {
  test.each([
    ['e-mail address', 'ada.lovelace+x@mail.example.co.uk'],
    ['payment card', '4242 4242 4242 4242'],
    ['payment card', '5555-5555-5555-4444'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['IBAN', 'GB82WEST12345698765432'],
    ['US social security number', '078-05-1120'],
    ['phone number', '+49 30 1234567'],
    ['IP address', '203.0.113.7'],
  ])('finds a %s: %s', (name, text) => {
    expect(findPersonalData(`call ${text}, please`).map(finding => finding.name)).toContain(name)
  })

  test.each([
    ['a card whose check digit is wrong', '4242 4242 4242 4243'],
    ['an IBAN whose check digits are wrong', 'DE88 3704 0044 0532 0130 00'],
    ['a number that is never given out', '666-05-1120'],
    ['an order number', 'order 0000 0000 0000 0000'],
    ['a version', 'release 1.2.3.4.5'],
    ['an out of range address', '256.1.1.1'],
  ])('does not take %s', (_name, text) => expect(findPersonalData(text)).toEqual([]))

  test('only the kinds asked for are looked for', () => {
    expect(findPersonalData('ada@example.com 203.0.113.7', ['IP address']).map(finding => finding.name)).toEqual([
      'IP address',
    ])
  })
})

describe('patterns', () => {
  test('matches are found without case, and a wrong pattern says what is wrong', () => {
    const pattern = compilePattern('drop\\s+table')
    if ('wrong' in pattern) throw new Error(pattern.wrong)
    expect(findPattern('please DROP  table x', pattern, 'SQL')).toEqual([{ name: 'SQL', from: 7, to: 18 }])
    expect(compilePattern('(')).toHaveProperty('wrong')
    expect(compilePattern('(?=x)')).toHaveProperty('wrong')
  })

  test('a pattern that makes other engines hang is answered', () => {
    const pattern = compilePattern('(a+)+$')
    if ('wrong' in pattern) throw new Error(pattern.wrong)
    expect(findPattern(`${'a'.repeat(20_000)}!`, pattern, 'x')).toEqual([])
  })
})

test('what is redacted is gone, and the rest stays as it was', () => {
  const place = fc
    .tuple(fc.nat(30), fc.nat(30))
    .map(([a, b]) => ({ name: 'x', from: Math.min(a, b), to: Math.max(a, b) }))
  fc.assert(
    fc.property(fc.string({ minLength: 31, maxLength: 40 }), fc.array(place, { maxLength: 5 }), (text, findings) => {
      const real = findings.filter(({ from, to }) => to > from)
      const kept = [...text].length === text.length ? [...text] : text.split('')
      const left = kept.filter((_, at) => !real.some(({ from, to }) => at >= from && at < to)).join('')
      expect(redact(text, real).replaceAll('[x]', '')).toBe(left.replaceAll('[x]', ''))
    }),
  )
})

test('names are counted', () => {
  const at = { from: 0, to: 1 }
  expect(
    namesOf([
      { name: 'IBAN', ...at },
      { name: 'e-mail', ...at },
      { name: 'IBAN', ...at },
    ]),
  ).toBe('2 × IBAN, e-mail')
})
