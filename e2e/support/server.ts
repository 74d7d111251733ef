import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '#lib/platform/postgres/free-port.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { type Clone, cloneDatabase } from '#lib/platform/testing/clone.ts'
import { embeddedUrl } from './database.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface Holdpoint {
  url: string
  dataDir: string
  databaseUrl: string
  /** Of the process that serves. */
  pid(): number
  /** What the start printed. */
  output(): string
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  restart(): Promise<void>
  /** Ends it as Ctrl-C does and removes its data; resolves with the exit code. */
  stop(): Promise<number | null>
}

/**
 * A real start of the production build, with a port of its own and a migrated database of its own in the PostgreSQL of
 * the test run. `embedded`, and outside of one: it starts a PostgreSQL itself, as `npm start` does, for tests that kill it.
 */
export async function startHoldpoint(
  env: Record<string, string> = {},
  { embedded = !process.env.HOLDPOINT_TEST_POSTGRES }: { embedded?: boolean } = {},
): Promise<Holdpoint> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-e2e-'))
  const clone = embedded || env.DATABASE_URL ? null : await cloneDatabase()
  const variables = { ...(clone && { DATABASE_URL: clone.url }), ...env }
  const port = await freePort()
  const remove = () => removeData(dataDir, clone)
  let current = await launch(port, dataDir, variables).catch(async error => {
    await remove()
    throw error
  })
  return {
    url: `http://localhost:${port}`,
    dataDir,
    databaseUrl: variables.DATABASE_URL ?? embeddedUrl(dataDir),
    pid: () => current.child.pid ?? 0,
    output: () => current.output(),
    async kill() {
      await ended(current.child, 'SIGKILL')
    },
    async restart() {
      current = await launch(port, dataDir, variables)
    },
    async stop() {
      const code = await ended(current.child, 'SIGINT')
      await remove()
      return code
    },
  }
}

async function removeData(dataDir: string, clone: Clone | null): Promise<void> {
  removeDataDir(dataDir)
  await clone?.drop()
}

function launch(port: number, dataDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', ...env, PORT: String(port), HOLDPOINT_DATA_DIR: dataDir },
    // Its channel ends with this process, and the server with its channel: a worker that dies leaves none behind.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let text = ''
  return new Promise<{ child: ChildProcess; output(): string }>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk
      if (/Holdpoint serves .*\n/.test(text)) resolve({ child, output: () => text })
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code, signal) => {
      text += `ended with ${code ?? signal}\n`
    })
    child.once('exit', code => reject(new Error(`the start ended with ${code}:\n${text}`)))
  })
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('exit', code => resolve(code))
    child.kill(signal)
  })
}
