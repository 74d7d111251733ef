import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { frameworks } from '../clients/conformance/node.ts'
import { generate, run } from './steps.ts'

/**
 * Plays every adapter that is installed through every scenario, prints the table, and with --write puts it into the
 * README. `npm run test:python` makes the virtual environment with the Python frameworks first.
 */
const readme = path.resolve(import.meta.dirname, '../README.md')
const [begin, end] = ['<!-- conformance -->', '<!-- /conformance -->']
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-conformance-'))
const file = path.join(folder, 'table.md')

await generate(console.log)
const install = ['install', '--prefix', frameworks, '--no-audit', '--no-fund', '--no-package-lock', '--silent']
if (!existsSync(path.join(frameworks, 'node_modules')) && (await run('npm', install)).code !== 0)
  console.log('The JavaScript frameworks cannot be installed here: they are not played.')
const env = { HOLDPOINT_CONFORMANCE: 'all', HOLDPOINT_CONFORMANCE_TABLE: file, NODE_ENV: 'test' }
const { code } = await run('vitest', ['run', 'clients/conformance'], { show: true, env })
const table = existsSync(file) ? readFileSync(file, 'utf8') : 'Nothing was played.'
console.log(`\n${table}`)
if (process.argv.includes('--write')) {
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The README has no place for the table: ${begin} … ${end}.`)
  writeFileSync(readme, `${text.slice(0, from + begin.length)}\n${table}${text.slice(to)}`)
}
rmSync(folder, { recursive: true })
process.exit(code)
