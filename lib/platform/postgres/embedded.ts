import path from 'node:path'
import type pg from 'pg'
import { alone } from '#lib/platform/alone.mjs'
import { StartError } from '#lib/platform/start-error.ts'
import { type Cluster, prepareCluster, startOrAdopt, stopCluster } from './cluster.ts'
import { freePort } from './free-port.ts'
import { OwnedByAnother, takeOwnership, urlOf } from './owner.ts'
import { makeDataDir, reachableFolder } from './place.ts'
import { retrying } from './retrying.ts'

export interface EmbeddedPostgres {
  url: string
  port: number
  /** `immediate` waits for nothing; the next start replays the log. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
}

export interface Options {
  dataDir: string
  /** Gives up durability, for tests. */
  fast?: boolean
  /** Where root keeps what its PostgreSQL account cannot reach in the data directory. */
  reachable?: string
  /** How long to wait for another Holdpoint to leave the directory. */
  patienceMs?: number
  /** Told what is being done. */
  say?: (line: string) => void
}

/**
 * Starts PostgreSQL in `<dataDir>/pg18` on a free port of 127.0.0.1, or takes over one that a killed Holdpoint left.
 * Throws a StartError when another Holdpoint has the directory.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { dataDir, fast = false, reachable = reachableFolder, patienceMs = 15_000, say = () => {} } = options
  makeDataDir(dataDir)
  const waiting = (pid: number) => say(`Waiting for the process ${pid}, which starts in ${dataDir} too …`)
  return alone(path.join(dataDir, 'busy'), waiting, async () => {
    const cluster = await prepareCluster(dataDir, reachable, say)
    let ours: number | null = null
    // One that was started and does not answer yet is left to: the next attempt finds it. To stop it would stop whoever
    // has begun to use it, and a server that recovers from a crash takes a minute to be stopped.
    const attach = async (wished: number) => {
      const { port, pid, adopted } = await startOrAdopt(cluster, fast, wished)
      if (!adopted) ours = pid
      return { port, pid, owner: await takeOwnership(cluster, port, { patienceMs, say }) }
    }
    const wished = await freePort()
    try {
      return guard(cluster, await retrying(() => attach(wished)), attach)
    } catch (error) {
      if (ours !== null && !(error instanceof OwnedByAnother)) await stopCluster(cluster, ours, 'fast')
      throw error
    }
  })
}

/** A server that this process owns for as long as the connection is open. */
interface Attached {
  port: number
  pid: number
  owner: pg.Client
}

/** How long to wait for a database that died: its children end first, then it replays its log. */
const reviveMs = 120_000

/**
 * Keeps the server up: one that dies is brought back on its port, so that every pool reconnects by itself. Where that
 * fails nothing can serve, and the process ends by an unhandled StartError.
 */
function guard(cluster: Cluster, first: Attached, attach: (port: number) => Promise<Attached>): EmbeddedPostgres {
  const { port } = first
  let current = first
  let stopping = false
  let reviving = Promise.resolve()
  const revive = async () => {
    if (stopping) return
    const again = await retrying(() => attach(port), { forMs: reviveMs, whatever: true, until: () => stopping })
    if (again) watch(again)
  }
  const watch = (attached: Attached) => {
    current = attached
    attached.owner.on('end', () => {
      reviving = revive().catch(error => {
        const reason = new StartError(`PostgreSQL died and did not come back: ${error.message}`, { cause: error })
        queueMicrotask(() => void Promise.reject(reason))
      })
    })
  }
  watch(first)
  return {
    url: urlOf(cluster, port),
    port,
    async stop(mode = 'fast') {
      stopping = true
      // What it starts now would outlive us.
      if (mode === 'fast') await reviving
      // Ours until it is down: given up before, the next start would take over a server that is about to end.
      await stopCluster(cluster, current.pid, mode)
      await current.owner.end().catch(() => {})
    },
  }
}
