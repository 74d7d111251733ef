import { expect, test } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { isSealed, openValue, sealValue } from './seal.ts'

const database = givenDatabase()

test('a value is read only through its reference, in its own project', async () => {
  const [ctx, other] = [freshProject(database.db), freshProject(database.db)]
  const ref = await sealValue(database.db, ctx.projectId, 'routing-key')
  expect(isSealed(ref)).toBe(true)
  expect(await openValue(database.db, ctx.projectId, ref)).toBe('routing-key')
  expect(await openValue(database.db, other.projectId, ref)).toBeNull()
  const rows = await database.db.prisma.sealedValue.findMany({ where: { projectId: ctx.projectId } })
  expect(JSON.stringify(rows)).not.toContain('routing-key')
})

test('the same value has the same reference, another project another one, and a reference stays one', async () => {
  const [ctx, other] = [freshProject(database.db), freshProject(database.db)]
  const [first, second] = await Promise.all([
    sealValue(database.db, ctx.projectId, 'a'),
    sealValue(database.db, ctx.projectId, 'a'),
  ])
  expect(second).toBe(first)
  expect(await sealValue(database.db, other.projectId, 'a')).not.toBe(first)
  expect(await sealValue(database.db, ctx.projectId, first)).toBe(first)
})
