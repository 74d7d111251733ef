import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { openDatabase } from './client.ts'

const database = givenDatabase()

test('a taken connection that breaks fails its query and nothing else', async () => {
  const { pool } = database.db
  const client = await pool.connect()
  // Vitest fails the run by an error event that nobody listens for, as a process would end by it.
  const ended = new Promise(resolve => client.once('end', resolve))
  const { rows } = await client.query('select pg_backend_pid() as pid')
  const asked = client.query('select pg_sleep(60)').catch((error: Error) => error.message)
  await pool.query('select pg_terminate_backend($1)', [rows[0].pid])
  await ended
  expect(await asked).toMatch(/terminat/)
  client.release(true)
  expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
})

test('times are the same through Prisma and through SQL, whatever zone the database is set to', async () => {
  const name = new URL(database.url).pathname.slice(1)
  await database.db.pool.query(`alter database ${name} set timezone to 'Asia/Kolkata'`)
  const db = openDatabase(database.url)
  try {
    const at = new Date('2026-03-29T01:30:00.123Z')
    await db.prisma.project.create({ data: { id: 'p', name: 'p', createdAt: at } })
    const { rows } = await db.pool.query("select created_at from project where id = 'p'")
    expect(rows).toEqual([{ created_at: at }])
    await db.pool.query("update project set created_at = '2026-10-25T01:30:00.456+01:00' where id = 'p'")
    const found = await db.prisma.project.findUnique({ where: { id: 'p' } })
    expect(found?.createdAt.toISOString()).toBe('2026-10-25T00:30:00.456Z')
  } finally {
    await db.close()
  }
})
