import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '#lib/platform/start-error.ts'
import { type Account, unprivilegedAccount } from './account.ts'
import { packagedBinaries, type Tool, tool } from './binaries.ts'
import { databaseHome, runnableBinaries } from './place.ts'
import { disown, recordedPostmaster, serves } from './postmaster.ts'
import { Passing } from './retrying.ts'

/** PostgreSQL's files and what it takes to run a server on them. */
export interface Cluster {
  dataDir: string
  /** Versioned, so that a newer major version never opens an older one's files. */
  dir: string
  log: string
  password: string
  account: Account | null
  run: Tool
}

/** Finds or creates the files. `say` gets their place when it is not the requested one. */
export async function prepareCluster(
  dataDir: string,
  reachable: string,
  say: (line: string) => void,
): Promise<Cluster> {
  const account = unprivilegedAccount(path.join(dataDir, 'pg18'))
  const home = databaseHome(dataDir, account, reachable)
  if (home !== dataDir) say(`PostgreSQL runs as ${account?.name ?? 'this user'}, with its files in ${home} …`)
  const binaries = await runnableBinaries(packagedBinaries(), account, reachable)
  const cluster = {
    dataDir,
    dir: path.join(home, 'pg18'),
    log: path.join(home, 'pg18.log'),
    password: passwordOf(dataDir),
    account,
    run: tool(path.join(binaries, 'bin'), account),
  }
  if (!existsSync(cluster.dir)) await initialise(cluster)
  else if (!existsSync(path.join(cluster.dir, 'PG_VERSION')))
    throw new StartError(
      `The database in ${cluster.dir} is damaged: PG_VERSION is missing. Restore it, or move it away.`,
    )
  return cluster
}

function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'postgres-password')
  if (!existsSync(file)) {
    const draft = `${file}.new`
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 })
    renameSync(draft, file)
  }
  return readFileSync(file, 'utf8').trim()
}

/** initdb into a side folder and rename: a start killed in the middle leaves nothing that looks finished. */
async function initialise(cluster: Cluster): Promise<void> {
  const side = `${cluster.dir}.new`
  const secret = `${cluster.dir}.secret`
  rmSync(side, { recursive: true, force: true })
  mkdirSync(side, { mode: 0o700 })
  for (const [file, text] of [
    [secret, cluster.password],
    [cluster.log, ''],
  ] as const) {
    rmSync(file, { force: true })
    writeFileSync(file, text, { mode: 0o600 })
  }
  if (cluster.account) {
    for (const file of [side, secret, cluster.log]) chownSync(file, cluster.account.uid, cluster.account.gid)
  }
  const args = ['-D', side, '-U', 'holdpoint', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C']
  const { code, output } = await cluster.run('initdb', args)
  rmSync(secret)
  if (code !== 0)
    throw new StartError(`PostgreSQL could not create its files in ${side}: ${output.trim().split('\n').at(-1)}`)
  renameSync(side, cluster.dir)
}

export interface Started {
  port: number
  /** Of the server's first process. */
  pid: number
  /** It ran already. */
  adopted: boolean
}

/** Takes the running server of these files, which a killed Holdpoint may have left; else starts one on `port`. */
export async function startOrAdopt(cluster: Cluster, fast: boolean, port: number): Promise<Started> {
  const recorded = recordedPostmaster(cluster.dir)
  if (recorded && serves(recorded.pid, cluster.dir)) {
    if (recorded.port > 0) return { ...recorded, adopted: true }
    throw new Passing(`The PostgreSQL in ${cluster.dir} (process ${recorded.pid}) is starting and does not finish.`)
  }
  if (recorded) disown(cluster.dir)
  await start(cluster, fast, port)
  return { port, pid: recordedPostmaster(cluster.dir)?.pid ?? 0, adopted: false }
}

const settings = (fast: boolean, port: number) => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=80',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'timezone=UTC',
  'log_timezone=UTC',
  ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'] : []),
]

async function start(cluster: Cluster, fast: boolean, port: number): Promise<void> {
  const flags = settings(fast, port).flatMap(setting => ['-c', setting])
  const where = ['-D', cluster.dir, '-l', cluster.log]
  const before = size(cluster.log)
  const { code, output } = await cluster.run('pg_ctl', [
    'start',
    ...where,
    '-w',
    '-t',
    '60',
    '-s',
    '-o',
    flags.join(' '),
  ])
  if (code === 0) return
  const logged = existsSync(cluster.log) ? readFileSync(cluster.log).subarray(before).toString() : ''
  const fatal = logged.split('\n').filter(line => /FATAL|PANIC/.test(line))
  const reason = fatal.at(-1) ?? output.trim().split('\n').at(-1)
  // A killed server's children hold its memory until they notice.
  const Kind = /pre-existing shared memory block/.test(logged) ? Passing : StartError
  throw new Kind(`PostgreSQL did not start: ${reason || `see ${cluster.log}`}`)
}

/**
 * Stops the server whose first process has this pid. One that has ended is left in peace, with whatever server has taken
 * its place since: that one is somebody else's. `immediate` waits for nothing.
 */
export async function stopCluster(cluster: Cluster, pid: number, mode: 'fast' | 'immediate'): Promise<void> {
  if (recordedPostmaster(cluster.dir)?.pid !== pid) return
  await cluster.run('pg_ctl', ['stop', '-D', cluster.dir, '-m', mode, '-w', '-t', '60'])
}

const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
