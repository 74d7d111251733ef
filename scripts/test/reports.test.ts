import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../steps.ts'
import {
  failureLines,
  failuresOfPlaywright,
  failuresOfVitest,
  filesOfPlaywright,
  filesOfVitest,
  type PlaywrightReport,
  slowestLines,
  type VitestReport,
} from './reports.ts'

const vitest: VitestReport = {
  numPassedTests: 2,
  numFailedTests: 1,
  testResults: [
    {
      ...{ name: path.join(root, 'lib/quick.test.ts'), startTime: 1_000, endTime: 1_050, status: 'failed' },
      assertionResults: [
        { status: 'passed', fullName: 'adds up' },
        {
          status: 'failed',
          fullName: 'divides',
          failureMessages: ['\u001b[31mError: by zero\u001b[39m\n    at lib/quick.ts'],
        },
      ],
    },
    {
      ...{ name: path.join(root, 'lib/slow.test.ts'), startTime: 1_000, endTime: 10_000, status: 'passed' },
      assertionResults: [{ status: 'passed', fullName: 'waits' }],
    },
    {
      ...{ name: path.join(root, 'lib/broken.test.ts'), startTime: 1_000, endTime: 1_000, status: 'failed' },
      ...{ message: 'SyntaxError: no such export', assertionResults: [] },
    },
  ],
}

const playwright: PlaywrightReport = {
  stats: { expected: 1, flaky: 1, unexpected: 1 },
  suites: [
    {
      file: 'api/one.spec.ts',
      specs: [{ title: 'opens', tests: [{ status: 'expected', results: [{ duration: 1_000 }] }] }],
      suites: [
        {
          file: 'api/one.spec.ts',
          specs: [
            {
              title: 'saves',
              tests: [
                {
                  status: 'flaky',
                  results: [{ duration: 500, error: { message: 'Error: late\nmore' } }, { duration: 500 }],
                },
              ],
            },
            {
              title: 'closes',
              tests: [{ status: 'unexpected', results: [{ duration: 1_500, error: { message: 'Error: open' } }] }],
            },
          ],
        },
      ],
    },
  ],
}

it('names the slowest files of both kinds of tests first, and no more than asked for', () => {
  expect(slowestLines([...filesOfVitest(vitest), ...filesOfPlaywright(playwright)], 2)).toEqual([
    '   9.0 s  lib/slow.test.ts',
    '   3.5 s  e2e/api/one.spec.ts',
  ])
})

it('names each failed unit test with the first line of its error, and a file that cannot be loaded', () => {
  expect(failureLines(failuresOfVitest(vitest))).toEqual([
    '  lib/quick.test.ts › divides',
    '    Error: by zero',
    '  lib/broken.test.ts › the file itself',
    '    SyntaxError: no such export',
  ])
})

it('tells browser tests that failed from those that passed at their second try', () => {
  const file = path.join('e2e', 'api/one.spec.ts')
  expect(failuresOfPlaywright(playwright, 'unexpected')).toEqual([{ file, test: 'closes', why: 'Error: open' }])
  expect(failuresOfPlaywright(playwright, 'flaky')).toEqual([{ file, test: 'saves', why: 'Error: late' }])
})
