import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '#lib/platform/start-error.ts'
import type { Cluster } from './cluster.ts'
import { Passing } from './retrying.ts'

/** Held by the one Holdpoint of a data directory for as long as it lives; a killed one frees it by dying. */
const ownerLock = 4_601_779_312

export const urlOf = ({ password }: Cluster, port: number) =>
  `postgresql://holdpoint:${password}@127.0.0.1:${port}/postgres`

interface Patience {
  /** How long to wait for another Holdpoint that is stopping, in milliseconds. */
  patienceMs: number
  say(line: string): void
}

/** Another Holdpoint uses the database. */
export class OwnedByAnother extends StartError {}

/** A connection that owns the database while it is open. Throws a StartError that names the process which has it. */
export async function takeOwnership(cluster: Cluster, port: number, patience: Patience): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlOf(cluster, port),
    application_name: `holdpoint-owner-${process.pid}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    if (await lock(client, 0)) return client
    const pid = await ownerOf(client)
    patience.say(`Another Holdpoint (process ${pid}) has ${cluster.dataDir}; waiting for it to stop …`)
    if (await lock(client, patience.patienceMs)) return client
    throw new OwnedByAnother(
      `The data directory ${cluster.dataDir} is in use by another Holdpoint (process ${pid}); stop it, or set HOLDPOINT_DATA_DIR to another folder.`,
    )
  } catch (error) {
    void client.end().catch(() => {})
    throw error instanceof StartError ? error : explained(error, cluster)
  }
}

async function ownerOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select split_part(application_name, '-', 3) as pid from pg_stat_activity
     where application_name like 'holdpoint-owner-%' and pid <> pg_backend_pid()`,
  )
  return String(rows[0]?.pid ?? '?')
}

async function lock(client: pg.Client, forMs: number): Promise<boolean> {
  const deadline = performance.now() + forMs
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [ownerLock])
    if (rows[0]?.mine || performance.now() >= deadline) return rows[0]?.mine
    await setTimeout(100)
  }
}

/** SQLSTATEs of a server that begins, ends or recovers. */
const inPassing = ['57P01', '57P02', '57P03']

function explained(error: unknown, { dataDir }: Cluster): StartError {
  const { code, message } = error as { code?: string; message: string }
  if (code === '28P01') {
    return new StartError(
      `The password in ${dataDir}/postgres-password is not that of the database beside it: restore that file.`,
      { cause: error },
    )
  }
  const Kind = code === undefined || inPassing.includes(code) || /^E[A-Z]+$/.test(code) ? Passing : StartError
  return new Kind(`The PostgreSQL in ${dataDir} does not answer: ${message || code}.`, { cause: error })
}
