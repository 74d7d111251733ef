import path from 'node:path'
import { root } from '../steps.ts'

export interface Timing {
  name: string
  ms: number
}

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; startTime: number; endTime: number }[]
}

interface Suite {
  file: string
  specs?: { tests: { results: { duration: number }[] }[] }[]
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

/** The slowest first, one line each: where the time of a run goes. */
export function slowestLines(timings: readonly Timing[], count = 10): string[] {
  const slowest = timings.toSorted((a, b) => b.ms - a.ms).slice(0, count)
  return slowest.map(({ name, ms }) => `${seconds(ms).padStart(8)}  ${name}`)
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
