import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPython } from '../clients/conformance/python.ts'
import { findChromium } from './chromium.ts'
import { build, generate, type Ran, run, signalTools } from './steps.ts'
import {
  type Failure,
  failureLines,
  failuresOfPlaywright,
  failuresOfVitest,
  filesOfPlaywright,
  filesOfVitest,
  type PlaywrightReport,
  seconds,
  slowestLines,
  type Timing,
  type VitestReport,
} from './test/reports.ts'

interface Result {
  passed: number
  failed: number
  files?: Timing[]
  failures?: Failure[]
  /** Passed at their second try. */
  flaky?: Failure[]
}

interface Phase {
  name: string
  work(): Promise<Result>
}

const tmp = mkdtempSync(path.join(tmpdir(), 'holdpoint-npm-test-'))
const read = <T>(report: string): T => JSON.parse(readFileSync(report, 'utf8')) as T

const check = async (ran: Promise<Ran>) => {
  const { code, output } = await ran
  if (code !== 0) console.log(output)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * How many tests of a phase may pass only at a second try. One stall of a busy machine is not worth an hour of
 * everybody's; more than that is a fault. Each is named at the end of the run.
 */
const mostFlaky = 3

/** Fails a phase in which too many tests passed only at their second try. */
function withFlaky(result: Result, flaky: Failure[]): Result {
  if (flaky.length <= mostFlaky) return { ...result, flaky }
  console.log(`${flaky.length} tests passed only at a second try: at most ${mostFlaky} may.`)
  return { ...result, failed: result.failed + flaky.length, failures: [...(result.failures ?? []), ...flaky] }
}

async function vitest(files: readonly string[] = []) {
  const file = path.join(tmp, 'vitest.json')
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...files]
  const { code } = await run('vitest', args, { show: true, env: { NODE_ENV: 'test' } })
  const report = read<VitestReport>(file)
  // A suite that cannot load fails without a failed test.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1)
  return { passed: report.numPassedTests, failed, files: filesOfVitest(report), failures: failuresOfVitest(report) }
}

/** The files of failed tests run once more by themselves, if they are few. */
async function unit(): Promise<Result> {
  const first = await vitest()
  const again = [...new Set(first.failures.map(({ file }) => file))]
  if (interrupted || first.failed === 0 || again.length === 0 || first.failures.length > mostFlaky) return first
  console.log(`\nOnce more:\n${failureLines(first.failures).join('\n')}`)
  const second = await vitest(again)
  const stays = ({ file, test }: Failure) =>
    second.failures.some(other => other.file === file && (other.test === test || other.test === 'the file itself'))
  const flaky = first.failures.filter(one => !stays(one))
  const passed = first.passed + flaky.length
  return withFlaky({ ...first, passed, failed: second.failed, failures: second.failures }, flaky)
}

/** The Python client by itself; `npm run test:python` adds the frameworks. */
async function python(): Promise<Result> {
  const command = findPython()
  if (command !== null)
    return check(run(command, ['-m', 'unittest', 'discover', '-q', '-s', 'clients/python', '-t', 'clients/python']))
  console.log('There is no Python 3.10 or newer on this machine: the Python client is not tested.')
  return { passed: 0, failed: 0 }
}

/** The agent frameworks, from PyPI: for CI, which says so. */
const inFrameworks = () => check(run('node', ['scripts/test-python.ts'], { show: true }))

async function makePages(): Promise<Result> {
  await build(console.log)
  return { passed: 0, failed: 0 }
}

/** `project`: one of playwright.config.ts. */
async function browser(project: string): Promise<Result> {
  const found = findChromium(console.log)
  if (found.path === null) {
    console.log(found.how)
    return { passed: 0, failed: 1 }
  }
  await build(console.log)
  const file = path.join(tmp, `playwright-${project}.json`)
  const env = { CHROMIUM_PATH: found.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const args = [
    'test',
    `--project=${project}`,
    '--retries=1',
    '--reporter=list,json',
    `--output=test-results/${project}`,
  ]
  const { code } = await run('playwright', args, { show: true, env })
  const report = read<PlaywrightReport>(file)
  const { expected, flaky, unexpected } = report.stats
  const result = {
    passed: expected + flaky,
    failed: Math.max(unexpected, code === 0 ? 0 : 1),
    files: filesOfPlaywright(report),
    failures: failuresOfPlaywright(report, 'unexpected'),
  }
  return withFlaky(result, failuresOfPlaywright(report, 'flaky'))
}

/** What fails cheaply comes first; each phase has the whole machine. */
const phases: Phase[] = [
  { name: 'types', work: () => check(run('tsc', ['--noEmit'])) },
  { name: 'lint', work: () => check(run('biome', ['check'])) },
  { name: 'imports', work: () => check(run('node', ['scripts/check-imports.ts'])) },
  { name: 'Python client', work: python },
  { name: 'unit and database', work: unit },
  ...(process.env.HOLDPOINT_TEST_FRAMEWORKS === '1' ? [{ name: 'frameworks', work: inFrameworks }] : []),
  { name: 'build for the browser', work: makePages },
  { name: 'browser, together', work: () => browser('together') },
  { name: 'browser, apart', work: () => browser('apart') },
]

let interrupted = false
const interrupt = () => {
  interrupted = true
  // Vitest and Playwright stop what they started when they are asked as by Ctrl-C.
  signalTools('SIGINT')
}
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, interrupt)
process.channel?.unref()

await generate(console.log)
const wanted = process.argv.slice(2).filter(arg => !arg.startsWith('--'))
let passed = 0
let failed = 0
const files: Timing[] = []
const failures: Failure[] = []
const flaky: Failure[] = []
const times: string[] = []
for (const phase of phases.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))) {
  if (interrupted) break
  console.log(`\n── ${phase.name}`)
  const began = Date.now()
  const result = await phase.work().catch((error): Result => {
    console.log(error)
    return { passed: 0, failed: 1 }
  })
  passed += result.passed
  failed += result.failed
  files.push(...(result.files ?? []))
  failures.push(...(result.failures ?? []))
  flaky.push(...(result.flaky ?? []))
  times.push(`${seconds(Date.now() - began).padStart(8)}  ${phase.name}${result.failed === 0 ? '' : ': FAILED'}`)
  console.log(`── ${times.at(-1)?.trim()}`)
}
rmSync(tmp, { recursive: true, force: true })
console.log(`\nThe slowest files:\n${slowestLines(files).join('\n')}\n\nThe phases:\n${times.join('\n')}`)
// At the very end, where whoever sees only the last lines of a run finds them.
if (flaky.length > 0) console.log(`\nPassed only at a second try:\n${failureLines(flaky).join('\n')}`)
if (failures.length > 0) console.log(`\nFailed:\n${failureLines(failures).join('\n')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(interrupted ? 130 : failed === 0 && passed > 0 ? 0 : 1)
