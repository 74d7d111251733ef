import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from '#lib/platform/refusal.ts'

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

/** Runs one of the clone's tools; `show` lets its output through as it comes. */
export function run(
  command: string,
  args: readonly string[],
  options: { show?: boolean; env?: Record<string, string> } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const file = path.join(root, 'node_modules', '.bin', command)
    const child = spawn(existsSync(file) ? file : command, [...args], {
      cwd: root,
      env: { ...process.env, ...quietEnv, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
        if (options.show) process.stdout.write(chunk)
      })
    }
    const end = () => void child.kill()
    process.once('exit', end)
    child.once('error', reject)
    child.once('close', code => {
      process.off('exit', end)
      resolve({ code: code ?? 1, output })
    })
  })
}

async function must(what: string, command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args)
  if (code !== 0) throw new Refusal(`${what} failed:\n${output.trim()}`)
}

function stampOf(entries: readonly string[]): string {
  const hash = createHash('sha256')
  const add = (entry: string) => {
    const full = path.join(root, entry)
    if (!existsSync(full)) return
    if (!statSync(full).isDirectory()) return void hash.update(entry).update(readFileSync(full))
    for (const child of readdirSync(full).sort()) {
      if (child !== 'generated') add(path.join(entry, child))
    }
  }
  for (const entry of entries) add(entry)
  return hash.digest('hex')
}

/** Does the work only when what it is made from changed. */
async function once(name: string, made: string, from: readonly string[], work: () => Promise<void>): Promise<void> {
  const folder = path.join(root, 'node_modules', '.holdpoint')
  const file = path.join(folder, name)
  const stamp = stampOf(from)
  if (existsSync(path.join(root, made)) && existsSync(file) && readFileSync(file, 'utf8') === stamp) return
  await work()
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, stamp)
}

/** The Prisma client, when the schema changed. */
export const generate = (say: (line: string) => void = () => {}) =>
  once(
    'generated',
    'lib/platform/db/generated/client.ts',
    ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
    () => {
      say('Generating the database client …')
      return must('Generating the database client', 'prisma', ['generate'])
    },
  )

/** The production build, when its sources changed. */
export const build = (say: (line: string) => void = () => {}) =>
  once(
    'built',
    '.next/BUILD_ID',
    [
      'app',
      'components',
      'lib',
      'public',
      'prisma/schema',
      'next.config.ts',
      'proxy.ts',
      'tsconfig.json',
      'package-lock.json',
    ],
    () => {
      say('Building the pages (about a minute, after an upgrade only) …')
      return must('The build', 'next', ['build'])
    },
  )
