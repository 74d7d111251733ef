import fc from 'fast-check'
import { expect, test } from 'vitest'
import { summary } from './summary.ts'

test.each([
  [
    { cascade: true, cluster: 'eu-west', reason: 'unresponsive for 14 min', resource: 'node-3' },
    'resource: node-3 · cascade: true · cluster: eu-west · reason: unresponsive for 14 min',
  ],
  [
    { body: 'x'.repeat(41), audience: '1,204 customers', count: 3 },
    `audience: 1,204 customers · count: 3 · body: ${'x'.repeat(20)}…${'x'.repeat(19)}`,
  ],
  [
    { replicas: { from: 4, to: 9 }, service: 'payments-api', dry: null },
    'service: payments-api · dry: null · replicas: {"from":4,"to":9}',
  ],
  [
    { dry_run: false, force: true, database: 'orders', options: { cascade: true } },
    'database: orders · force: true · options.cascade: true · dry_run: false · options: {"cascade":true}',
  ],
  [{ hosts: Array(30).fill('h'), env: { a: 'x'.repeat(50) } }, 'hosts: 30 items · env: 1 key'],
  [{ amount: 84, order_id: 88213 }, 'order_id: 88213 · amount: 84'],
  [{}, ''],
  ['text', 'text'],
])('%j', (args, line) => expect(summary(args)).toBe(line))

test('a flag is never cut off, however long the other arguments are', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 2_000 })
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), text), args => {
      const line = summary({ ...args, cascade: true, options: { force: true } })
      expect(line).toContain('cascade: true')
      expect(line).toContain('options.force: true')
      expect(line.length).toBeLessThanOrEqual(300)
      expect(line.isWellFormed()).toBe(true)
    }),
  )
})

test('flags that do not fit on the line are counted', () => {
  const flags = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`switch_${at}`, true]))
  expect(summary({ resource: 'node-3', ...flags })).toMatch(/^resource: node-3 · switch_0: true · .* · 35 more flags$/)
})
