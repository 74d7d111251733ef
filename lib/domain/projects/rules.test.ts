import { expect, test } from 'vitest'
import { slugOf, slugPattern } from './rules.ts'

test.each([
  ['Acme Support', 'acme-support'],
  ['  Größe & Co. ', 'gro-e-co'],
  ['2nd try', 'nd-try'],
  ['x'.repeat(60), 'x'.repeat(40)],
  [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
  ['日本', ''],
])('the slug of %j is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
  if (slug) expect(slug).toMatch(slugPattern)
})
