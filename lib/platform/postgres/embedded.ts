import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { Refusal } from '#lib/platform/refusal.ts'
import { type Account, binariesDir, requireReachable, type Tool, tool, unprivilegedAccount } from './binaries.ts'

export interface EmbeddedPostgres {
  url: string
  port: number
  stop(): Promise<void>
}

interface Cluster {
  /** Versioned, so that a newer major version never opens an older one's files. */
  dir: string
  log: string
  password: string
  account: Account | null
  run: Tool
}

/** Held by the one Holdpoint of a data directory for as long as it lives; a killed one frees it by dying. */
const ownerLock = 4_601_779_312

/**
 * Starts PostgreSQL in `<dataDir>/pg18` on a free port of 127.0.0.1, or takes over one that a killed Holdpoint left.
 * `fast` gives up durability, for tests. Throws a Refusal when another Holdpoint has the directory.
 */
export async function startEmbeddedPostgres(options: { dataDir: string; fast?: boolean }): Promise<EmbeddedPostgres> {
  const cluster = await prepare(options.dataDir)
  const fast = options.fast ?? false
  const port = await startOrAdopt(cluster, fast, await freePort())
  let owner = await takeOwnership(cluster, port, options.dataDir)
  let stopping = false
  const watch = () => {
    owner.on('end', () => {
      if (stopping) return
      revive(cluster, { fast, port, dataDir: options.dataDir, abandoned: () => stopping }).then(
        client => {
          if (!client) return
          owner = client
          watch()
        },
        // Nothing serves without its database: the process ends with this sentence.
        error => queueMicrotask(() => void Promise.reject(error)),
      )
    })
  }
  watch()
  return {
    url: url(cluster, port),
    port,
    async stop() {
      stopping = true
      await owner.end().catch(() => {})
      await cluster.run('pg_ctl', ['stop', '-D', cluster.dir, '-m', 'fast', '-w', '-t', '60'])
    },
  }
}

/** How long a database that died is given to come back: its own children let go first, then it replays its log. */
const reviveMs = 120_000

/**
 * Brings a database that died back on the same port, so that every pool reconnects by itself. A killed server's
 * children hold its memory for a moment, and a server that lost one child restarts itself: both refuse at first, so
 * it asks again until the time is over. Null when the caller stops meanwhile.
 */
async function revive(
  cluster: Cluster,
  at: { fast: boolean; port: number; dataDir: string; abandoned: () => boolean },
): Promise<pg.Client | null> {
  const deadline = performance.now() + reviveMs
  while (!at.abandoned()) {
    try {
      const port = await startOrAdopt(cluster, at.fast, at.port)
      return await takeOwnership(cluster, port, at.dataDir)
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Refusal(`PostgreSQL died and did not come back: ${(error as Error).message}`, { cause: error })
      }
      await setTimeout(100)
    }
  }
  return null
}

const url = (cluster: Cluster, port: number) => `postgresql://holdpoint:${cluster.password}@127.0.0.1:${port}/postgres`

async function prepare(dataDir: string): Promise<Cluster> {
  const account = unprivilegedAccount()
  const bin = binariesDir()
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    if (account) chmodSync(dataDir, 0o711)
    requireReachable(dataDir, account)
    requireReachable(bin, account)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(`The data directory ${dataDir} cannot be used: ${(error as Error).message}.`)
  }
  const cluster = {
    dir: path.join(dataDir, 'pg18'),
    log: path.join(dataDir, 'pg18.log'),
    password: passwordOf(dataDir),
    account,
    run: tool(bin, account),
  }
  if (!existsSync(path.join(cluster.dir, 'PG_VERSION'))) await initialise(cluster, dataDir)
  return cluster
}

function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'postgres-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** initdb into a side folder and rename: a start killed in the middle leaves nothing that looks finished. */
async function initialise(cluster: Cluster, dataDir: string): Promise<void> {
  const side = path.join(dataDir, 'pg18.new')
  const secret = path.join(dataDir, 'pg18.secret')
  rmSync(side, { recursive: true, force: true })
  rmSync(cluster.dir, { recursive: true, force: true })
  mkdirSync(side, { mode: 0o700 })
  writeFileSync(secret, cluster.password, { mode: 0o600 })
  writeFileSync(cluster.log, '', { mode: 0o600 })
  if (cluster.account) {
    for (const file of [side, secret, cluster.log]) chownSync(file, cluster.account.uid, cluster.account.gid)
  }
  const args = ['-D', side, '-U', 'holdpoint', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C']
  const { code, output } = await cluster.run('initdb', args)
  rmSync(secret)
  if (code !== 0)
    throw new Refusal(`PostgreSQL could not create its files in ${side}: ${output.trim().split('\n').at(-1)}`)
  renameSync(side, cluster.dir)
}

/** The port of the running server of these files, which a killed Holdpoint may have left; else starts one on `port`. */
async function startOrAdopt(cluster: Cluster, fast: boolean, port: number): Promise<number> {
  const status = await cluster.run('pg_ctl', ['status', '-D', cluster.dir])
  if (status.code === 0) {
    const running = Number(readFileSync(path.join(cluster.dir, 'postmaster.pid'), 'utf8').split('\n')[3])
    if (running > 0) return running
  }
  return start(cluster, fast, port)
}

async function start(cluster: Cluster, fast: boolean, port: number): Promise<number> {
  const settings = [
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
  const flags = settings.map(setting => `-c ${setting}`).join(' ')
  const { code } = await cluster.run('pg_ctl', [
    'start',
    '-D',
    cluster.dir,
    '-w',
    '-t',
    '60',
    '-s',
    '-l',
    cluster.log,
    '-o',
    flags,
  ])
  if (code !== 0) {
    const lines = readFileSync(cluster.log, 'utf8')
      .trim()
      .split('\n')
      .filter(line => /FATAL|PANIC/.test(line))
    throw new Refusal(`PostgreSQL did not start: ${lines.at(-1) ?? `see ${cluster.log}`}`)
  }
  return port
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function takeOwnership(cluster: Cluster, port: number, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url(cluster, port),
    application_name: `holdpoint-owner-${process.pid}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [ownerLock])
  if (rows[0]?.mine) return client
  const others = await client.query(
    "select application_name as name from pg_stat_activity where application_name like 'holdpoint-owner-%' and pid <> pg_backend_pid()",
  )
  await client.end()
  const pid = String(others.rows[0]?.name ?? '')
    .split('-')
    .at(-1)
  throw new Refusal(
    `The data directory ${dataDir} is in use by another Holdpoint (process ${pid}); stop it, or set HOLDPOINT_DATA_DIR to another folder.`,
  )
}
