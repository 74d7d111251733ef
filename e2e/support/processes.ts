import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

export interface Launched {
  child: ChildProcess
  output(): string
  /** Resolves once it serves; rejects when it ends before. */
  serves: Promise<void>
  /** Exit code, or the signal it died of. */
  ended: Promise<number | string>
}

/** Runs a command of the clone in a process group of its own, as a terminal does, and follows what it prints. */
export function launch(command: readonly string[], env: Record<string, string>): Launched {
  const [name = '', ...args] = command
  const child = spawn(name, args, {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let text = ''
  const ended = new Promise<number | string>(resolve => child.once('close', (code, by) => resolve(code ?? by ?? '')))
  const serves = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk
      if (/Holdpoint serves .*\n/.test(text)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then(how => reject(new Error(`ended with ${how}:\n${text}`)))
  })
  serves.catch(() => {})
  return { child, output: () => text, serves, ended }
}

/** A process by what /proc tells of it; empty texts for one that is gone. */
function facts(pid: string): { state: string; words: string; environment: string; cwd: string } {
  const read = (look: () => string) => {
    try {
      return look()
    } catch {
      return ''
    }
  }
  return {
    state: read(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] ?? ''),
    words: read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()),
    environment: read(() => readFileSync(`/proc/${pid}/environ`, 'utf8')),
    cwd: read(() => readlinkSync(`/proc/${pid}/cwd`)),
  }
}

/** Every living process that has to do with a data directory: npm, our own and PostgreSQL's, by its command line. */
export function processesOf(dataDir: string): Map<number, string> {
  const found = new Map<number, string>()
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const { state, words, environment, cwd } = facts(pid)
    const related = words.includes(dataDir) || environment.includes(`HOLDPOINT_DATA_DIR=${dataDir}\0`)
    if (state !== 'Z' && (related || cwd.startsWith(`${dataDir}/`))) found.set(Number(pid), words)
  }
  return found
}
