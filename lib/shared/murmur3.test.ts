import { expect, test } from 'vitest'
import { murmur3 } from './murmur3.ts'

test('the boundary keys that flagd publishes, and texts of every length and script', () => {
  const known = { ejOoVL: 0x0, 'bY9fO-': 0x1, 'SI7p-': 0x7fffffff, '6LvT0': 0x80000000, ceQdGm: 0xffffffff }
  for (const [key, hash] of Object.entries(known)) expect([key, murmur3(key)]).toEqual([key, hash])
  // Austin Appleby's reference: the empty text, and a seed.
  expect([murmur3(''), murmur3('', 1), murmur3('', 0xffffffff)]).toEqual([0, 0x514e28b7, 0x81f16f39])
  expect(murmur3('Hello, world!', 1234)).toBe(0xfaf6cdb3)
  expect(murmur3('ππππππππ', 0x9747b28c)).toBe(0xd58063c1)
})
