import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { promptMeasures, rollupDimensions, spanSums, sumMeasures, traceSums } from './measures.ts'

const database = givenDatabase()
const whole = (names: readonly (keyof typeof sumMeasures)[]) =>
  names.map(name => ({ column: sumMeasures[name].column, type: 'bigint' }))

test.each([
  ['rollup', ['project_id', 'grain', 'bucket', ...rollupDimensions], whole(spanSums)],
  ['rollup_top', ['project_id', 'bucket', 'environment', 'dimension', 'value'], whole(traceSums)],
  ['rollup_prompt', ['project_id', 'bucket', 'environment', 'prompt', 'version'], Object.values(promptMeasures)],
])('%s has a whole-number column for each measure, and no other', async (table, key, measures) => {
  const { rows } = await database.db.pool.query(
    `select column_name as name, data_type as type, is_nullable as nullable from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and column_name <> all($2::text[]) order by 1`,
    [table, key],
  )
  const expected = measures.map(({ column, type }) => ({ name: column, type, nullable: 'NO' }))
  expect(rows).toEqual(expected.sort((a, b) => (a.name < b.name ? -1 : 1)))
})
