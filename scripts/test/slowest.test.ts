import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../steps.ts'
import { filesOfPlaywright, filesOfVitest, slowestLines } from './slowest.ts'

it('names the slowest files of both kinds of tests first, and no more than asked for', () => {
  const vitest = filesOfVitest({
    numPassedTests: 2,
    numFailedTests: 0,
    testResults: [
      { name: path.join(root, 'lib/quick.test.ts'), startTime: 1_000, endTime: 1_050 },
      { name: path.join(root, 'lib/slow.test.ts'), startTime: 1_000, endTime: 10_000 },
    ],
  })
  const spec = (...durations: number[]) => ({ tests: [{ results: durations.map(duration => ({ duration })) }] })
  const playwright = filesOfPlaywright({
    stats: { expected: 3, flaky: 0, unexpected: 0 },
    suites: [
      {
        file: 'api/one.spec.ts',
        specs: [spec(1_000, 500)],
        suites: [{ file: 'api/one.spec.ts', specs: [spec(2_000)], suites: [] }],
      },
    ],
  })
  expect(slowestLines([...vitest, ...playwright], 2)).toEqual([
    '   9.0 s  lib/slow.test.ts',
    '   3.5 s  e2e/api/one.spec.ts',
  ])
})
