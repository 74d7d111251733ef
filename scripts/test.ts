import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPython } from '../clients/conformance/python.ts'
import { findChromium } from './chromium.ts'
import { build, generate, type Ran, run, signalTools } from './steps.ts'
import {
  filesOfPlaywright,
  filesOfVitest,
  type PlaywrightReport,
  seconds,
  slowestLines,
  type Timing,
  type VitestReport,
} from './test/slowest.ts'

interface Result {
  passed: number
  failed: number
  files?: Timing[]
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

async function unit(): Promise<Result> {
  const file = path.join(tmp, 'vitest.json')
  const { code } = await run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`], {
    show: true,
    env: { NODE_ENV: 'test' },
  })
  const report = read<VitestReport>(file)
  // A suite that cannot load fails without a failed test.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1)
  return { passed: report.numPassedTests, failed, files: filesOfVitest(report) }
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

/**
 * How many browser tests may pass only at a second try. One stall of a busy machine is not worth an hour of everybody's;
 * more than that is a fault. Each is named at the end of the phase as flaky.
 */
const mostFlaky = 3

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
  if (flaky > mostFlaky) console.log(`${flaky} tests passed only at a second try: at most ${mostFlaky} may.`)
  return {
    passed: expected + flaky,
    failed: Math.max(unexpected, code === 0 ? 0 : 1) + (flaky > mostFlaky ? flaky : 0),
    files: filesOfPlaywright(report),
  }
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
  times.push(`${seconds(Date.now() - began).padStart(8)}  ${phase.name}${result.failed === 0 ? '' : ': FAILED'}`)
  console.log(`── ${times.at(-1)?.trim()}`)
}
rmSync(tmp, { recursive: true, force: true })
console.log(`\nThe slowest files:\n${slowestLines(files).join('\n')}\n\nThe phases:\n${times.join('\n')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(interrupted ? 130 : failed === 0 && passed > 0 ? 0 : 1)
