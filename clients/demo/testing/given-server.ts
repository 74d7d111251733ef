import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { scoreOutputs } from '#lib/domain/evals/scoring/score-outputs.ts'
import { loadLane } from '#lib/http/lane.ts'
import { laneListener } from '#lib/http/lane-listener.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Target } from '../sender.ts'

/** The API over HTTP for the project `default`, with a key of the fleet; `end` stops it. */
export async function givenServer({
  pool,
}: Pick<Database, 'pool'>): Promise<{ target: Target; end: () => Promise<void> }> {
  await pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  const key = 'hp_key_of_the_demo_fleet'
  await pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes)
     values ('key_d', 'default', $1, 'd', 'hp_key', '{ingest,ci,read,admin}') on conflict do nothing`,
    [keyHash(key)],
  )
  const lane = laneListener(await loadLane(path.resolve(import.meta.dirname, '../../../app')))
  const server = createServer((request, response) => lane(request, response, { requestId: 'r', peer: '127.0.0.1' }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const target = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key }
  return { target, end: () => new Promise(resolve => void server.close(() => resolve())) }
}

/** Lets the worker score what waits until the work is done: no process of a test runs it. */
export async function whileScoring(ctx: Context, work: Promise<unknown>): Promise<void> {
  let ended = false
  const worker = (async () => {
    while (!ended) {
      await scoreOutputs(ctx)
      await new Promise(resolve => setImmediate(resolve))
    }
  })()
  await work.finally(() => {
    ended = true
  })
  await worker
}
