import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { alone } from '#lib/platform/alone.mjs'
import { StartError } from '#lib/platform/start-error.ts'
import { type Account, closedTo } from './account.ts'
import type { Binaries } from './binaries.ts'

/** What root's PostgreSQL account cannot reach in a clone (one under /root, say) is kept here instead. */
export const reachableFolder = '/var/lib/holdpoint'

/** Creates the data directory; throws a StartError that names the obstacle. */
export function makeDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir)
    if (!statSync(dataDir).isDirectory()) throw new Error('it is a file')
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(
      `The data directory ${dataDir} cannot be used: ${(error as Error).message}. Set HOLDPOINT_DATA_DIR to a folder this user may write.`,
    )
  }
}

/** Not the recursion of mkdir, which never ends where nothing can be created, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  mkdirSync(folder, { mode: 0o711 })
}

/**
 * The folder whose `pg18` is the database. It is the data directory; or, where the account may not enter that, one of
 * its own in `reachable`, to which `<dataDir>/pg18` is a link from then on.
 */
export function databaseHome(dataDir: string, account: Account | null, reachable: string): string {
  const link = path.join(dataDir, 'pg18')
  const found = lstatSync(link, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) return linkedHome(link)
  const { mode } = statSync(dataDir)
  // Ours to open, unlike the folders above it.
  if (account && (mode & 0o001) === 0) chmodSync(dataDir, (mode & 0o777) | 0o011)
  const closed = closedTo(account, dataDir)
  if (closed === null) return dataDir
  if (found) {
    throw new StartError(
      `Started by root, PostgreSQL runs as ${account?.name}, who may not enter ${closed} to reach the database in ${link}; move the data directory, or open the way (chmod o+x ${closed}).`,
    )
  }
  makeReachable(reachable)
  const home = mkdtempSync(path.join(reachable, 'data-'))
  chmodSync(home, 0o711)
  symlinkSync(path.join(home, 'pg18'), link)
  return home
}

function linkedHome(link: string): string {
  const home = path.dirname(path.resolve(path.dirname(link), readlinkSync(link)))
  if (existsSync(home)) return home
  // An empty database in its place would look as if everything had been deleted.
  throw new StartError(
    `The database was kept in ${home}, which is gone: bring it back, or remove the link ${link} to begin with an empty one.`,
  )
}

/** Removes a data directory for good, with the database that is kept elsewhere for it. Its server must have ended. */
export function removeDataDir(dataDir: string): void {
  const link = path.join(dataDir, 'pg18')
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink())
    rmSync(path.dirname(path.resolve(dataDir, readlinkSync(link))), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** The binaries where the account may run them: as installed, or a copy in `reachable`, made once a version. */
export async function runnableBinaries(
  packaged: Binaries,
  account: Account | null,
  reachable: string,
): Promise<string> {
  if (closedTo(account, path.join(packaged.folder, 'bin', 'postgres')) === null) return packaged.folder
  makeReachable(reachable)
  const copy = path.join(reachable, `postgresql-${packaged.version}`)
  await alone(
    path.join(reachable, 'busy'),
    () => {},
    async () => {
      if (existsSync(copy)) return
      const side = `${copy}.new`
      rmSync(side, { recursive: true, force: true })
      cpSync(packaged.folder, side, { recursive: true, verbatimSymlinks: true })
      openToAll(side)
      renameSync(side, copy)
    },
  )
  return copy
}

function makeReachable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    // Whatever the umask: the account only has to pass through.
    chmodSync(folder, 0o755)
  } catch (error) {
    throw new StartError(
      `PostgreSQL's account cannot reach this clone, and nothing can be kept in ${folder} for it: ${(error as Error).message}. Set HOLDPOINT_DATA_DIR to a folder everybody may enter, or DATABASE_URL.`,
    )
  }
}

function openToAll(place: string): void {
  const found = lstatSync(place)
  if (found.isSymbolicLink()) return
  chmodSync(place, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644)
  if (found.isDirectory()) for (const name of readdirSync(place)) openToAll(path.join(place, name))
}
