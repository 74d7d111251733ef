import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alone, sign } from '#lib/platform/alone.mjs'
import { StartError } from '#lib/platform/start-error.ts'

export const root = path.resolve(import.meta.dirname, '..')

/** No tool may phone home or fetch an engine. */
export const quietEnv = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  // Keeps `prisma generate` from downloading an engine that Prisma 7's client does not use.
  PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
}

export interface Ran {
  code: number
  output: string
}

interface How {
  /** Lets the output through as it comes. */
  show?: boolean
  env?: Record<string, string>
  /** Called with the tool's pid; what it answers is called when the tool has ended. */
  spawned?: (pid: number | undefined) => () => void
}

const running = new Set<ChildProcess>()

/** Signals the tools at work, each with the processes it began, as a terminal's Ctrl-C would. */
export function signalTools(signal: NodeJS.Signals): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      // It has just ended.
    }
  }
}
process.once('exit', () => signalTools('SIGTERM'))

/** Runs one of the clone's tools. */
export function run(command: string, args: readonly string[], how: How = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const file = path.join(root, 'node_modules', '.bin', command)
    const child = spawn(existsSync(file) ? file : command, [...args], {
      cwd: root,
      env: { ...process.env, ...quietEnv, ...how.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that nothing it began is left behind.
      detached: process.platform !== 'win32',
    })
    running.add(child)
    const ended = how.spawned?.(child.pid)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
        if (how.show) process.stdout.write(chunk)
      })
    }
    child.once('error', reject)
    child.once('close', code => {
      running.delete(child)
      ended?.()
      resolve({ code: code ?? 1, output })
    })
  })
}

const folder = path.join(root, 'node_modules', '.holdpoint')
const busy = path.join(folder, 'busy')

async function must(what: string, command: string, args: readonly string[], env = {}): Promise<void> {
  const { code, output } = await run(command, args, { env, spawned: pid => sign(busy, pid) })
  if (code !== 0) throw new StartError(`${what} failed:\n${output.trim()}`)
}

/** What is made rather than written, and what no build looks at. */
const apart = /^generated$|^testing$|^test-|\.test\.tsx?$/

function stampOf(entries: readonly string[]): string {
  const hash = createHash('sha256')
  const add = (entry: string) => {
    const full = path.join(root, entry)
    if (!existsSync(full)) return
    if (!statSync(full).isDirectory()) return void hash.update(entry).update(readFileSync(full))
    for (const child of readdirSync(full).sort()) {
      if (!apart.test(child)) add(path.join(entry, child))
    }
  }
  for (const entry of entries) add(entry)
  return hash.digest('hex')
}

interface Step {
  name: string
  /** A file that is there when the work is done. */
  made: string
  from: readonly string[]
  work(): Promise<void>
}

/** Does the work only when what it is made from changed, and never beside another start of this clone. */
async function once({ name, made, from, work }: Step, say: (line: string) => void): Promise<void> {
  const file = path.join(folder, name)
  const isDone = () =>
    existsSync(path.join(root, made)) && existsSync(file) && readFileSync(file, 'utf8') === stampOf(from)
  if (isDone()) return
  const waiting = (pid: number) => say(`Waiting for another start (process ${pid}) that builds here …`)
  await alone(busy, waiting, async () => {
    if (isDone()) return
    const stamp = stampOf(from)
    // While it is half done it is not done, even if the sources become again what they were.
    rmSync(file, { force: true })
    await work()
    writeFileSync(file, stamp)
  })
}

/** The Prisma client, when the schema changed. */
export const generate = (say: (line: string) => void) =>
  once(
    {
      name: 'generated',
      made: 'lib/platform/db/generated/client.ts',
      from: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
      work() {
        say('Generating the database client …')
        return must('Generating the database client', 'prisma', ['generate'])
      },
    },
    say,
  )

const pageSources = ['app', 'components', 'lib', 'public', 'prisma/schema', 'next.config.ts']

/** The production build, when its sources changed. */
export const build = (say: (line: string) => void) =>
  once(
    {
      name: 'built',
      made: '.next/BUILD_ID',
      from: [...pageSources, 'tsconfig.json', 'package.json', 'package-lock.json'],
      work() {
        say('Building the pages (at the first start and after changes: one to three minutes) …')
        return must('The build', 'next', ['build'], { NODE_ENV: 'production' })
      },
    },
    say,
  )
