import { createServer } from 'node:http'
import path from 'node:path'
import { declareDomains } from '#lib/domain/server-list.ts'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { adoptDatabase, openDatabase } from '#lib/platform/db/client.ts'
import { watchProcess } from '../stalls.ts'

// Only as a process of its own: argv has the database, the first message is the port.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
declareDomains()
adoptDatabase(openDatabase(url))
const listen = laneListener(await loadLane(path.resolve(import.meta.dirname, '../../../app')))
let requests = 0
let watch: ReturnType<typeof watchProcess> | null = null
const server = createServer((incoming, outgoing) => {
  const began = performance.now()
  if (watch) outgoing.once('finish', () => watch?.answered(performance.now() - began))
  listen(incoming, outgoing, { requestId: `req_${requests++}`, peer: '127.0.0.1' })
})
process.on('message', asked => {
  if (asked === 'watch') watch = watchProcess()
  else process.send?.(watch?.end())
})
// As the server in front has it: SDKs keep connections that rest for a while.
server.keepAliveTimeout = 75_000
server.listen(0, () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : null)
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
