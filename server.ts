import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { ensureSetup, pruneAccess } from '#lib/domain/access/index.ts'
import { expireDue } from '#lib/domain/approvals/index.ts'
import { pruneLangfuse } from '#lib/domain/traces/langfuse/prune.ts'
import { ensurePartitions } from '#lib/domain/traces/partitions.ts'
import { type LaneRoute, laneMatcher, loadLane } from '#lib/http/lane.ts'
import { isLangfusePath, withLangfuseError } from '#lib/http/langfuse-errors.ts'
import { problemResponse } from '#lib/http/problem-response.ts'
import { clientAddress } from '#lib/platform/auth/client-address.ts'
import { isHttps } from '#lib/platform/auth/origin.ts'
import { transportHeaders } from '#lib/platform/auth/page-headers.ts'
import { adoptDatabase, openDatabase } from '#lib/platform/db/client.ts'
import type { Env } from '#lib/platform/env.ts'
import { eventBus } from '#lib/platform/events/bus.ts'
import { prune } from '#lib/platform/events/prune.ts'
import { type Job, startWorker, type Tick } from '#lib/platform/jobs/worker.ts'
import { forget } from '#lib/platform/registry.ts'
import { notFound, Problem } from '#lib/shared/problem.ts'

export interface Running {
  url: string
  /** Lines to print once it serves. */
  banner: string[]
  close(): Promise<void>
}

const here = import.meta.dirname

const jobs: Job[] = [
  { name: 'span-partitions', cron: '17 3 * * *', run: ensurePartitions },
  { name: 'prune-events', cron: '43 * * * *', run: prune },
  { name: 'prune-access', cron: '29 * * * *', run: pruneAccess },
  { name: 'prune-langfuse', cron: '7 4 * * *', run: pruneLangfuse },
]
const ticks: Tick[] = [async db => void (await expireDue(db))]

/** Serves everything on one port: /api from the lane, pages from Next. Resolves when it listens. */
export async function startServer(options: { env: Env; databaseUrl: string; dev?: boolean }): Promise<Running> {
  const { env, databaseUrl, dev = false } = options
  const db = adoptDatabase(openDatabase(databaseUrl))
  const setup = await ensureSetup(db, { env })
  const bus = await eventBus(db)
  await ensurePartitions(db)
  const worker = await startWorker(db, jobs, ticks)
  const app = next({ dev, dir: here, hostname: env.host, port: env.port })
  await app.prepare()
  const pages = app.getRequestHandler()
  const lane = laneListener(await loadLane(path.join(here, 'app')))
  const transport = Object.entries(transportHeaders(isHttps()))
  const server = createServer((request, response) => {
    const target = request.url ?? '/'
    for (const [name, value] of transport) response.setHeader(name, value)
    const peer = clientAddress(request.socket.remoteAddress, forwardedFor(request), env.trustedProxies)
    const inLane =
      (target.startsWith('/api/') && !target.startsWith('/api/auth/')) || target.startsWith('/.well-known/')
    if (inLane) return void lane(request, response, peer)
    // Overwrites what a client may have sent: throttling and audit go by this address.
    request.headers['x-holdpoint-peer'] = peer
    pages(request, response).catch(() => response.destroy())
  })
  // Long polls last 60 s and uploads may be slow; a stalled header may not.
  server.requestTimeout = 120_000
  server.headersTimeout = 20_000
  await listen(server, env.port, env.host)
  const url =
    env.url ?? `http://${env.host === '0.0.0.0' || env.host === '127.0.0.1' ? 'localhost' : env.host}:${env.port}`
  return {
    url,
    banner: setup.setupUrl ? [`Create the first administrator: ${url}${setup.setupUrl}`] : [],
    async close() {
      server.close()
      server.closeAllConnections()
      await worker.stop()
      await app.close()
      await bus.close()
      await db.close()
      forget('event-bus')
      forget('database')
    },
  }
}

/** As Node joins it when several proxies sent one each. */
const forwardedFor = (request: IncomingMessage) => String(request.headers['x-forwarded-for'] ?? '')

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

function laneListener(routes: readonly LaneRoute[]) {
  const match = laneMatcher(routes)
  const serve = async (request: Request, peer: string): Promise<Response> => {
    const pathname = new URL(request.url).pathname
    const found = match(pathname === '/.well-known/jwks.json' ? '/api/jwks' : pathname.replace(/\/$/, ''))
    if (!found)
      return problemResponse(notFound(isLangfusePath(pathname) ? "part of Langfuse's API here" : 'endpoint'), 'none')
    const handler = found.route.methods[request.method === 'HEAD' ? 'GET' : request.method]
    if (!handler) return methodNotAllowed(found.route)
    request.headers.set('x-holdpoint-peer', peer)
    return handler(request, { params: Promise.resolve(found.params) })
  }
  return (incoming: IncomingMessage, outgoing: ServerResponse, peer: string) => {
    const answer = async (request: Request) => {
      const response = await serve(request, peer)
      return isLangfusePath(new URL(request.url).pathname) ? withLangfuseError(response) : response
    }
    const listener = getRequestListener(answer, { overrideGlobalObjects: false })
    return listener(incoming, outgoing)
  }
}

function methodNotAllowed(route: LaneRoute): Response {
  const allow = Object.keys(route.methods).join(', ')
  const problem = new Problem({
    status: 405,
    type: 'method-not-allowed',
    title: 'Method not allowed',
    detail: `This endpoint takes ${allow}.`,
  })
  const response = problemResponse(problem, 'none')
  response.headers.set('allow', allow)
  return response
}
