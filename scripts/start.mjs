// Plain JavaScript for whatever Node the machine has: installs what is missing, then hands over to our own Node.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { install, installed, node, root, Stopped } from './install.mjs'

process.chdir(root)
Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' })

/** @type {import('node:child_process').ChildProcess | null} */
let child = null
/** @type {NodeJS.Signals | null} */
let stopped = null

// Whoever reads what we print may go away before we do: a closed terminal, `npm start | head`.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const codeOf = signal => 128 + (constants.signals[signal] ?? 0)

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  stopped = signal
  // A terminal's Ctrl-C reaches the child by itself too; it counts both as one.
  if (child) child.kill(signal)
  else process.exit(codeOf(signal))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
// npm that is killed passes nothing on, and its shell would wait for us for ever: nobody would be left to stop the server.
if (process.env.npm_lifecycle_event) {
  const npm = ancestors()
  const watch = setInterval(() => {
    if (ancestors() === npm) return
    // Once: a second signal would mean that nobody wants to wait for a clean end.
    clearInterval(watch)
    stop('SIGTERM')
  }, 500)
  watch.unref()
}

/** The pid of our parent and, when that is the shell npm runs us by, of the shell's: they change when one dies. */
function ancestors() {
  try {
    const shell = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').includes('\0-c\0')
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    return shell ? `${process.ppid} ${stat.split(') ').at(-1).split(' ')[1]}` : `${process.ppid}`
  } catch {
    return `${process.ppid}`
  }
}

/** Runs a program to its end; resolves with its exit code, as a shell would tell it. */
function run(command, args, options = {}, spawned = () => () => {}) {
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { stdio: 'inherit', ...options })
    const ended = spawned(child.pid)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      child = null
      ended()
      resolve({ code: code ?? codeOf(signal), signal })
    })
  })
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Holdpoint needs Node 20 or newer to install itself; this is ${process.version}.`)
  }
  if (!installed()) await install({ run, stopped: () => stopped !== null })
  const script = process.argv.includes('--test') ? 'test.ts' : 'start.ts'
  process.env.PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`
  // The channel tells the child at once when this process is killed and can pass on nothing more.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const { code, signal } = await run(node, [join('scripts', script), ...process.argv.slice(2)], { stdio })
  if (signal === 'SIGKILL') console.error('Holdpoint was killed. Start it again: what it accepted is in the database.')
  return code
}

const code = await main().catch(error => {
  if (!(error instanceof Stopped)) console.error(error.code ? `${error.message}.` : error.message)
  return stopped ? codeOf(stopped) : 1
})
process.exit(code)
