import { expect, it } from 'vitest'
import { isProblem } from '#lib/shared/problem.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

it('hashes with argon2id and a salt for each; accepts the right password in any Unicode form, and no wrong one', async () => {
  const [one, two] = [await hashPassword('caf\u00e9 at the harbour'), await hashPassword('caf\u00e9 at the harbour')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await verifyPassword(one, 'cafe\u0301 at the harbour')).toBe(true)
  expect(await verifyPassword(one, 'cafe at the harbour')).toBe(false)
  expect(await verifyPassword(null, 'cafe at the harbour')).toBe(false)
})

it('answers 503 to what a flood would queue, and serves everybody it has let in', async () => {
  const all = await Promise.allSettled(Array.from({ length: 120 }, () => verifyPassword(null, 'x')))
  const turnedAway = all.filter(one => one.status === 'rejected')
  expect(turnedAway).toHaveLength(16)
  expect(turnedAway.every(one => isProblem(one.reason) && one.reason.fields.status === 503)).toBe(true)
  expect(await verifyPassword(null, 'x')).toBe(false)
})
