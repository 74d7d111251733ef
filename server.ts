import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import next from 'next'
import { declareDomains, domainWork } from '#lib/domain/server-list.ts'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { exportGauges } from '#lib/http/process-gauges.ts'
import { expectMigrations } from '#lib/http/readiness.ts'
import { clientAddress } from '#lib/platform/auth/client-address.ts'
import { isHttps } from '#lib/platform/auth/origin.ts'
import { apiHeaders, pageHeaders, transportHeaders } from '#lib/platform/auth/page-headers.ts'
import { nonceHeader, pathHeader, peerHeader, requestIdHeader } from '#lib/platform/auth/request-facts.ts'
import { adoptDatabase, openDatabase } from '#lib/platform/db/client.ts'
import { beginDraining } from '#lib/platform/draining.ts'
import type { Env } from '#lib/platform/env.ts'
import { eventBus } from '#lib/platform/events/bus.ts'
import { prune } from '#lib/platform/events/prune.ts'
import type { Announcement, Job } from '#lib/platform/jobs/work.ts'
import { startWorker } from '#lib/platform/jobs/worker.ts'
import { loadMigrations } from '#lib/platform/migrations/run.ts'
import { forget } from '#lib/platform/registry.ts'
import { newId } from '#lib/shared/ids.ts'

export interface Running {
  url: string
  /** Lines to print once it serves. */
  banner: string[]
  close(): Promise<void>
}

const here = import.meta.dirname

/** Of no domain. */
const ownJobs: Job[] = [{ name: 'prune-events', cron: '43 * * * *', run: prune }]

/** Serves everything on one port: /api from the lane, pages from Next. Resolves when it listens. */
export async function startServer(options: { env: Env; databaseUrl: string; dev?: boolean }): Promise<Running> {
  const { env, databaseUrl, dev = false } = options
  const db = adoptDatabase(openDatabase(databaseUrl))
  declareDomains()
  const announcements: Announcement[] = []
  for (const { atStart } of domainWork) announcements.push(...((await atStart?.(db, env)) ?? []))
  const bus = await eventBus(db)
  const worker = await startWorker(db, {
    jobs: [...ownJobs, ...domainWork.flatMap(({ jobs }) => jobs ?? [])],
    ticks: domainWork.flatMap(({ ticks }) => ticks ?? []),
  })
  const app = next({ dev, dir: here, hostname: env.host, port: env.port })
  await app.prepare()
  const pages = app.getRequestHandler()
  const lane = laneListener(await loadLane(path.join(here, 'app')))
  exportGauges(db)
  expectMigrations(loadMigrations().map(({ name }) => name))
  const server = createServer(front(lane, pages, env, dev))
  // Long polls last 60 s and uploads may be slow; a stalled header may not.
  server.requestTimeout = 120_000
  server.headersTimeout = 20_000
  // Exporters send every 5 s and proxies keep connections for 60: whoever closes first should not be us.
  server.keepAliveTimeout = 75_000
  await listen(server, env.port, env.host)
  const url = env.url ?? `http://${nameOf(env.host)}:${(server.address() as AddressInfo).port}`
  return {
    url,
    banner: announcements.map(({ text, path }) => `${text}: ${url}${path}`),
    async close() {
      await closeServer(server)
      await worker.stop()
      await app.close()
      await bus.close()
      await db.close()
      for (const name of ['event-bus', 'database', 'draining']) forget(name)
    },
  }
}

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Who answers what: everything under /api its handlers, the rest Next. Both learn who asks from here alone. */
function front(lane: ReturnType<typeof laneListener>, pages: Pages, env: Env, dev: boolean): RequestListener {
  const forApi = Object.entries({ ...transportHeaders(isHttps()), ...apiHeaders })
  return (request, response) => {
    const target = request.url ?? '/'
    const requestId = newId('req')
    response.setHeader('x-request-id', requestId)
    const peer = clientAddress(request.socket.remoteAddress, forwardedFor(request), env.trustedProxies)
    const inLane = /^\/(api(\/|\?|$)|\.well-known\/)/.test(target)
    if (inLane || target.startsWith('/_next/')) for (const [name, value] of forApi) response.setHeader(name, value)
    else secure(request, response, dev)
    if (inLane) return lane(request, response, { requestId, peer })
    // Overwrites what a client may have sent: throttling and audit go by these.
    request.headers[peerHeader] = peer
    request.headers[requestIdHeader] = requestId
    pages(request, response).catch(() => response.destroy())
  }
}

/** Gives a page its nonce and security headers, and tells Next the nonce and the path. */
function secure(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString('base64')
  const headers = pageHeaders({ nonce, https: isHttps(), dev })
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  request.headers[nonceHeader] = nonce
  request.headers[pathHeader] = request.url ?? '/'
  // Next reads the nonce for its own scripts from the policy in the request.
  request.headers['content-security-policy'] = headers['content-security-policy']
}

/** Longest time a request in work gets to end when the process stops. */
const graceMs = 5_000

/** Takes no more; lets go what only waits; gives what works a moment, so that no answer to a claim is lost. */
async function closeServer(server: Server): Promise<void> {
  beginDraining()
  await new Promise<void>(resolve => {
    // Not awaited beyond the grace: sockets that were upgraded (reload in development) never end by themselves.
    const late = setTimeout(() => {
      server.closeAllConnections()
      resolve()
    }, graceMs)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
  })
}

/** How a browser on this machine writes the address it listens on. */
function nameOf(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** As Node joins it when several proxies sent one each. */
const forwardedFor = (request: IncomingMessage) => String(request.headers['x-forwarded-for'] ?? '')

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}
