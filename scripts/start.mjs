// Plain JavaScript for whatever Node the machine has: installs what is missing, then hands over to our own Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' })

const stampFile = join(root, 'node_modules', '.holdpoint-installed')
const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(process.platform + process.arch)
  .digest('hex')
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

function installed() {
  return existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

if (!installed()) {
  console.log('Installing packages (the first start only) …')
  const npm = process.env.npm_execpath
  // Not `npm ci`: where the lockfile was made, the registry had no packages of some platforms, and ci refuses to add
  // what the lockfile lacks. Install keeps every locked version, adds this machine's binaries and writes nothing back.
  const words = ['install', '--no-save']
  const [command, args] = npm ? [process.execPath, [npm, ...words]] : ['npm', words]
  const result = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' })
  if (result.status !== 0 || !existsSync(node)) {
    console.error(
      `The packages could not be installed: npm install ended with ${result.status ?? result.signal}. See what it printed above.`,
    )
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}

const script = process.argv.includes('--test') ? 'test.ts' : 'start.ts'
process.env.PATH = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
const child = spawn(node, [join('scripts', script), ...process.argv.slice(2)], { stdio: 'inherit' })
// The terminal sends Ctrl-C to both; a supervisor signals only this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
// `kill` of npm alone ends npm and its shell, who pass nothing on: nobody would be left to stop the server.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
