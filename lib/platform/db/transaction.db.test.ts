import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { sqlTransaction, transaction } from './transaction.ts'

const database = givenDatabase()
const put = "insert into project (id, name, created_at) values ($1, 'x', now())"
const ids = async () =>
  (await database.db.pool.query<{ id: string }>("select id from project where id like 'tx_%' order by id")).rows.map(
    ({ id }) => id,
  )

test('statements that go out together are done in their order', async () => {
  const [, counted] = await sqlTransaction(database.db.pool, (_, sql) =>
    Promise.all([
      sql.query(put, ['tx_1']),
      sql.query("select count(*)::int as n from project where id like 'tx_%'"),
      sql.query(put, ['tx_2']),
    ]),
  )
  expect(counted).toEqual([{ n: 1 }])
  expect(await ids()).toEqual(['tx_1', 'tx_2'])
})

test('where one of them fails all are undone, those that follow are not run, and the connection can be used', async () => {
  let followed: Promise<unknown> | undefined
  const failed = sqlTransaction(database.db.pool, async (_, sql) => {
    const first = sql.query(put, ['tx_3'])
    followed = failedOr(
      first
        .then(() => new Promise(resolve => setImmediate(resolve)))
        .then(() => failed.catch(() => null))
        .then(() => sql.query(put, ['tx_4'])),
    )
    await Promise.all([first, sql.query('select 1 / 0'), sql.query(put, ['tx_5'])])
  })
  await expect(failed).rejects.toThrow(/division by zero/)
  expect(await followed).toMatch(/transaction is over/)
  expect(await ids()).toEqual(['tx_1', 'tx_2'])
})

test('a failed statement that somebody caught fails the transaction: what was undone is not reported as done', async () => {
  const hushed = sqlTransaction(database.db.pool, async (_, sql) => {
    await sql.query(put, ['tx_6'])
    await sql.query('select 1 / 0').catch(() => null)
    return 'done'
  })
  await expect(hushed).rejects.toThrow(/nothing of it was kept/)
  const typed = transaction(database.db, async tx => {
    await tx.query('insert into project (id, name, created_at) values ($1, $2, now())', ['tx_7', 'x'])
    await tx.query('select 1 / 0').catch(() => null)
    return 'done'
  })
  await expect(typed).rejects.toThrow(/nothing of it was kept/)
  expect(await ids()).toEqual(['tx_1', 'tx_2'])
})

const failedOr = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    error => String(error),
  )
