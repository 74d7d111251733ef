import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { poolSql } from '#lib/platform/db/client.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { EventBus } from './bus.ts'
import { publish } from './publish.ts'
import { replay } from './replay.ts'

const database = givenDatabase()
let bus: EventBus
beforeAll(async () => {
  await publish(poolSql(database.db), 'p', { topic: 'traces', type: 'trace.updated', ids: ['before'] })
  bus = new EventBus(database.db)
  await bus.start()
})
afterAll(async () => {
  await bus.close()
})

/** A transaction that has published and not committed yet. */
async function pending(id: string) {
  const client = await database.db.pool.connect()
  await client.query('begin')
  await publish({ query: async (text, values = []) => (await client.query(text, [...values])).rows }, 'p', {
    topic: 'traces',
    type: 'trace.updated',
    ids: [id],
  })
  return async (end: 'commit' | 'rollback') => {
    await client.query(end)
    client.release()
  }
}

test('the events of a transaction slower than a thousand others are delivered, each once', async () => {
  const seen: string[] = []
  const stop = bus.subscribe('p', event => seen.push(...event.ids))
  const slow = await pending('slow')
  for (let i = 0; i < 1_200; i += 10) {
    const tens = Array.from({ length: 10 }, (_, n) => `${i + n}`)
    await Promise.all(
      tens.map(id => publish(poolSql(database.db), 'p', { topic: 'traces', type: 'trace.updated', ids: [id] })),
    )
  }
  await vi.waitFor(() => expect(seen).toHaveLength(1_200), { timeout: 10_000 })
  await slow('commit')
  await vi.waitFor(() => expect(seen).toContain('slow'), { timeout: 10_000 })
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).not.toContain('before')
  stop()
}, 60_000)

test('committed in any order, some rolled back: the committed ones, each once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (commits, random) => {
        const seen: string[] = []
        const stop = bus.subscribe('p', event => seen.push(...event.ids))
        const open = []
        for (const [i, commit] of commits.entries()) open.push({ id: `${i}`, commit, end: await pending(`${i}`) })
        const order = open.map(item => ({ ...item, at: Number(random.next().value) })).sort((a, b) => a.at - b.at)
        for (const item of order) await item.end(item.commit ? 'commit' : 'rollback')
        const expected = open.filter(item => item.commit).map(item => item.id)
        await vi.waitFor(() => expect([...seen].sort()).toEqual(expected), { timeout: 10_000 })
        stop()
      },
    ),
    { numRuns: 20 },
  )
}, 60_000)

test('a replay includes events that committed late with a lower sequence number', async () => {
  const late = await pending('late')
  await publish(poolSql(database.db), 'p', { topic: 'traces', type: 'trace.updated', ids: ['last seen'] })
  const [row] = (await database.db.pool.query('select max(seq)::text as seq from outbox_event')).rows
  await late('commit')
  const { events, complete } = await replay(database.db, 'p', ['traces'], row.seq)
  expect(events.flatMap(event => event.ids)).toContain('late')
  // More than a thousand happened in the minute before, which is no gap.
  expect(complete).toBe(true)
})

test('a disconnected listener reconnects once, however often it is cut off, and delivers what it missed', async () => {
  const seen: string[] = []
  const stop = bus.subscribe('p', event => seen.push(...event.ids))
  const listeners = async () =>
    (
      await database.db.pool.query(
        "select pid from pg_stat_activity where datname = current_database() and application_name = 'holdpoint-listen'",
      )
    ).rows
  for (let round = 0; round < 3; round++) {
    for (const { pid } of await listeners()) await database.db.pool.query('select pg_terminate_backend($1)', [pid])
    await publish(poolSql(database.db), 'p', { topic: 'traces', type: 'trace.updated', ids: [`cut ${round}`] })
    await vi.waitFor(() => expect(seen).toContain(`cut ${round}`), { timeout: 10_000 })
    expect(await listeners()).toHaveLength(1)
  }
  stop()
})

test('while no connection is possible, one attempt at a time is made', async () => {
  const tried = vi.spyOn(pg.Client.prototype, 'connect')
  const name = new URL(database.url).pathname.slice(1)
  const owner = new pg.Client({ connectionString: database.url.replace(/[^/]*$/, 'postgres') })
  await owner.connect()
  await owner.query(`alter database ${name} with allow_connections false`)
  tried.mockClear()
  await owner.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'holdpoint-listen'",
    [name],
  )
  await vi.waitFor(() => expect(tried.mock.calls.length).toBeGreaterThanOrEqual(6), { timeout: 20_000 })
  // Doubling would have made hundreds of tries out of these seconds.
  expect(tried.mock.calls.length).toBeLessThan(12)
  await owner.query(`alter database ${name} with allow_connections true`)
  await owner.end()
  const seen: string[] = []
  const stop = bus.subscribe('p', event => seen.push(...event.ids))
  await publish(poolSql(database.db), 'p', { topic: 'traces', type: 'trace.updated', ids: ['back'] })
  await vi.waitFor(() => expect(seen).toContain('back'), { timeout: 10_000 })
  stop()
  tried.mockRestore()
})
