import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'

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
