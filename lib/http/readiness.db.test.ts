import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { expectMigrations, notReadyBecause } from './readiness.ts'

const database = givenDatabase({ use: true })

test('a hanging database is reported in time, and takes one connection however many ask', async () => {
  const client = await database.db.pool.connect()
  await client.query('begin; lock table _prisma_migrations in access exclusive mode')
  const waiting = async () => {
    // Of this database alone: tests in others of the same server wait for locks of their own.
    const { rows } = await client.query(
      `select count(*)::int as n from pg_locks where not granted and relation = '_prisma_migrations'::regclass
         and database = (select oid from pg_database where datname = current_database())`,
    )
    return rows[0].n
  }
  const answers = await Promise.all(Array.from({ length: 20 }, notReadyBecause))
  expect(answers).toEqual(answers.map(() => ['the database does not answer']))
  expect(await waiting()).toBe(1)
  await client.query('rollback')
  client.release()
  expect(await notReadyBecause()).toEqual([])
})

test('missing migrations are counted', async () => {
  expectMigrations(['20991231000000_tomorrow'])
  expect(await notReadyBecause()).toEqual(['the database lacks 1 migrations'])
})
