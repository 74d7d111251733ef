import path from 'node:path'
import { root } from '../steps.ts'

export interface Timing {
  name: string
  ms: number
}

/** A test that did not pass at its first try. */
export interface Failure {
  file: string
  test: string
  /** The first line of its error. */
  why: string
}

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    startTime: number
    endTime: number
    status: string
    message?: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[]
  }[]
}

interface PlaywrightTest {
  status: string
  results: { duration: number; error?: { message?: string } }[]
}

interface Suite {
  file: string
  specs?: { title: string; tests: PlaywrightTest[] }[]
  suites?: Suite[]
}

/** What Playwright's JSON reporter writes, as far as it is read here. */
export interface PlaywrightReport {
  stats: { expected: number; flaky: number; unexpected: number }
  suites: Suite[]
}

/** Each test file with the time from its first test to its last. */
export const filesOfVitest = ({ testResults }: VitestReport): Timing[] =>
  testResults.map(({ name, startTime, endTime }) => ({ name: path.relative(root, name), ms: endTime - startTime }))

/** Each spec with the sum of its tests, retries among them. */
export const filesOfPlaywright = ({ suites }: PlaywrightReport): Timing[] =>
  suites.map(suite => ({ name: path.join('e2e', suite.file), ms: timeOf(suite) }))

const timeOf = ({ specs = [], suites = [] }: Suite): number =>
  sum(specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration)))) +
  sum(suites.map(timeOf))

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)

/** The tests that failed. A file that could not be loaded has no test, and is named by itself. */
export function failuresOfVitest({ testResults }: VitestReport): Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name)
    const failed = assertionResults
      .filter(test => test.status === 'failed')
      .map(({ fullName, failureMessages }) => ({ file, test: fullName, why: firstLine(failureMessages?.[0]) }))
    if (failed.length > 0 || status !== 'failed') return failed
    return [{ file, test: 'the file itself', why: firstLine(message) }]
  })
}

/** The tests that ended as `status`: `unexpected` failed each time, `flaky` passed at the second try. */
export function failuresOfPlaywright(
  { suites }: Pick<PlaywrightReport, 'suites'>,
  status: 'unexpected' | 'flaky',
): Failure[] {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ title, tests }) =>
      tests
        .filter(test => test.status === status)
        .map(({ results }) => ({
          file: path.join('e2e', file),
          test: title,
          why: firstLine(results.find(({ error }) => error !== undefined)?.error?.message),
        })),
    ),
    ...failuresOfPlaywright({ suites: inner }, status),
  ])
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals are control characters.
const colours = /\u001b\[[0-9;]*m/g
const firstLine = (message = '') => (message.replace(colours, '').trim().split('\n', 1)[0] ?? '').slice(0, 300)

/** Two lines for each: which test, and what it said. */
export const failureLines = (failures: readonly Failure[]): string[] =>
  failures.flatMap(({ file, test, why }) => [`  ${file} › ${test}`, `    ${why}`])

/** The slowest first, one line each: where the time of a run goes. */
export function slowestLines(timings: readonly Timing[], count = 10): string[] {
  const slowest = timings.toSorted((a, b) => b.ms - a.ms).slice(0, count)
  return slowest.map(({ name, ms }) => `${seconds(ms).padStart(8)}  ${name}`)
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
