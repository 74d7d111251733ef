import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium } from './chromium.ts'
import { build, generate, type Ran, run, signalTools } from './steps.ts'

interface Phase {
  name: string
  work(): Promise<{ passed: number; failed: number }>
}

const tmp = mkdtempSync(path.join(tmpdir(), 'holdpoint-npm-test-'))

const check = async (ran: Promise<Ran>) => {
  const { code, output } = await ran
  if (code !== 0) console.log(output)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function unit() {
  const report = path.join(tmp, 'vitest.json')
  const { code } = await run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`], {
    show: true,
    env: { NODE_ENV: 'test' },
  })
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  // A suite that cannot load fails without a failed test.
  return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : 1) }
}

async function browser() {
  const found = findChromium(console.log)
  if (found.path === null) {
    console.log(found.how)
    return { passed: 0, failed: 1 }
  }
  await build(console.log)
  const report = path.join(tmp, 'playwright.json')
  const env = { CHROMIUM_PATH: found.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  const { code } = await run('playwright', ['test', '--reporter=list,json'], { show: true, env })
  const { stats } = JSON.parse(readFileSync(report, 'utf8'))
  return { passed: stats.expected + stats.flaky, failed: Math.max(stats.unexpected, code === 0 ? 0 : 1) }
}

const phases: Phase[] = [
  { name: 'types', work: () => check(run('tsc', ['--noEmit'])) },
  { name: 'lint', work: () => check(run('biome', ['check'])) },
  { name: 'imports', work: () => check(run('node', ['scripts/check-imports.ts'])) },
  { name: 'unit and database', work: unit },
  { name: 'browser', work: browser },
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
for (const phase of phases.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))) {
  if (interrupted) break
  console.log(`\n── ${phase.name}`)
  const began = Date.now()
  const result = await phase.work().catch(error => {
    console.log(error)
    return { passed: 0, failed: 1 }
  })
  passed += result.passed
  failed += result.failed
  console.log(
    `── ${phase.name}: ${result.failed === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s`,
  )
}
rmSync(tmp, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(interrupted ? 130 : failed === 0 && passed > 0 ? 0 : 1)
