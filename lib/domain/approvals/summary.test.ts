import { expect, test } from 'vitest'
import { summary } from './summary.ts'

test.each([
  [
    { cascade: true, cluster: 'eu-west', reason: 'unresponsive for 14 min', resource: 'node-3' },
    'eu-west · unresponsive for 14 min · node-3 · cascade: true',
  ],
  [{ body: 'x'.repeat(41), audience: '1,204 customers', count: 3 }, `1,204 customers · count: 3 · ${'x'.repeat(41)}`],
  [
    { replicas: { from: 4, to: 9 }, service: 'payments-api', dry: null },
    'payments-api · dry: null · replicas: {"from":4,"to":9}',
  ],
  [{}, ''],
  ['text', 'text'],
])('%j', (args, line) => expect(summary(args)).toBe(line))

test('it is cut at 300 and never inside a character', () => {
  const cut = summary({ a: `${'x'.repeat(299)}😀` })
  expect(cut).toHaveLength(300)
  expect(cut.isWellFormed()).toBe(true)
})
