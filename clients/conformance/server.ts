import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { browserOf, type Caller, clientOf } from '#lib/platform/testing/caller.ts'

/** Holdpoint's API on a port, with the key of an agent and a person who decides. */
export interface Served {
  url: string
  key: string
  person: Caller
  close(): void
}

export async function serve(db: Database): Promise<Served> {
  const client = await clientOf(db, ['agent', 'ingest', 'read'])
  const person = await browserOf(db, 'admin')
  const lane = laneListener(await loadLane(path.resolve(import.meta.dirname, '../../app')))
  const server = createServer((request, response) => lane(request, response, { requestId: 'req_c', peer: '127.0.0.1' }))
  const url = await listen(server)
  const key = client.headers.authorization?.replace('Bearer ', '') ?? ''
  return { url, key, person, close: () => closeNow(server) }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function closeNow(server: Server): void {
  server.close()
  server.closeAllConnections()
}
