import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { once } from '#lib/platform/registry.ts'
import { StartError } from '#lib/platform/start-error.ts'

export interface Secrets {
  /** Encrypts next-auth's session tokens. */
  nextAuth: string
  /** 32 bytes for one purpose, derived (HKDF-SHA256) from the instance's secret; the same at every start. */
  derive(purpose: string): Buffer
}

type Env = Readonly<Record<string, string | undefined>>

const names = ['NEXTAUTH_SECRET', 'HOLDPOINT_SECRET'] as const
type Stored = Record<(typeof names)[number], string>

/** The process's secrets: from the environment, else from `secrets.json` (mode 0600) in the data directory. */
export const secrets = (): Secrets => once('secrets', () => loadSecrets(process.env))

/** Reads or, where neither the environment nor the file has them, generates the secrets. */
export function loadSecrets(env: Env): Secrets {
  const given = { NEXTAUTH_SECRET: env.NEXTAUTH_SECRET, HOLDPOINT_SECRET: env.HOLDPOINT_SECRET }
  const complete = names.every(name => given[name])
  const stored = complete
    ? null
    : readOrCreate(resolve(/* turbopackIgnore: true */ env.HOLDPOINT_DATA_DIR || '.holdpoint'))
  const pick = (name: (typeof names)[number]) => {
    const value = given[name] || stored?.[name]
    if (!value) throw new StartError(`secrets.json lacks ${name}; set it in the environment or restore the file.`)
    return value
  }
  const [nextAuth, master] = [pick('NEXTAUTH_SECRET'), pick('HOLDPOINT_SECRET')]
  return {
    nextAuth,
    derive: purpose => Buffer.from(hkdfSync('sha256', master, 'holdpoint', purpose, 32)),
  }
}

function readOrCreate(dataDir: string): Partial<Stored> {
  const path = join(/* turbopackIgnore: true */ dataDir, 'secrets.json')
  const existing = read(path)
  if (existing) return existing
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const fresh = Object.fromEntries(names.map(name => [name, randomBytes(32).toString('base64url')]))
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // link() fails when another process was first: both then read the same, whole file.
    linkSync(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
  return read(path) ?? {}
}

function read(path: string): Partial<Stored> | null {
  try {
    // A restored file may have become readable for everybody.
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw new StartError(
      `The secrets in ${path} cannot be read; restore the file, or remove it to sign everybody out.`,
      {
        cause: error,
      },
    )
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
