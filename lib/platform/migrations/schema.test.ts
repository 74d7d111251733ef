import { expect, test } from 'vitest'
import { loadSchema } from './drift.ts'

/** Written and read by SQL alone, or hashed: these keep microseconds, which Prisma's client would cut off. */
const withMicroseconds = [
  ...['AuditEvent', 'OutboxEvent', 'IdempotentRequest', 'TickClaim'],
  ...['Trace', 'Score', 'Run', 'LangfuseObject'],
  ...[
    'Rollup',
    'RollupBin',
    'RollupTop',
    'RollupScore',
    'RollupScoreBin',
    'RollupByAgent',
    'RollupScored',
    'RollupCost',
    'RollupCostTop',
    'RollupPrompt',
    'RollupPromptScore',
  ],
]

const models = loadSchema().flatMap(({ content }) =>
  [...content.matchAll(/^model (\w+) \{(.*?)^\}/gms)].map(([, name = '', body = '']) => ({ name, body })),
)

test('times of rows that Prisma reads have milliseconds, so that a row is found by the time that was read from it', () => {
  const others = models.filter(({ body }) => /@db\.Timestamptz\((?!3\))/.test(body)).map(({ name }) => name)
  expect(others.filter(name => !withMicroseconds.includes(name))).toEqual([])
  expect(withMicroseconds.filter(name => !others.includes(name))).toEqual([])
  expect(models.length).toBeGreaterThan(15)
})
