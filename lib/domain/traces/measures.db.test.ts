import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { rollupDimensions, spanSums, sumMeasures, traceSums } from './measures.ts'

const database = givenDatabase()

test.each([
  ['rollup', ['project_id', 'grain', 'bucket', ...rollupDimensions], spanSums],
  ['rollup_top', ['project_id', 'bucket', 'environment', 'dimension', 'value'], traceSums],
] as const)('%s has a whole-number column for each measure, and no other', async (table, key, names) => {
  const { rows } = await database.db.pool.query(
    `select column_name as name, data_type as type, is_nullable as nullable from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and column_name <> all($2::text[]) order by 1`,
    [table, key],
  )
  const expected = names.map(name => ({ name: sumMeasures[name].column, type: 'bigint', nullable: 'NO' }))
  expect(rows).toEqual(expected.sort((a, b) => (a.name < b.name ? -1 : 1)))
})
