import { expect, test } from 'vitest'
import { mayWriteSql, rawSqlProblems } from './raw-sql.ts'
import { readSource, readSources } from './source-modules.ts'
import { root } from './steps.ts'

const problems = (file: string, text: string) => rawSqlProblems([readSource(file, text)], [])

test.each([
  'const rows = await tx.query("select 1")',
  'const rows = await tx.query<Row>(`select 1`)',
  'const rows = await tx.query<Pick<Row, "a" | "b">>(`select 1`)',
  'const rows = await sql.query<{ at: (now: Date) => string }>(text)',
  'await ctx.db.pool.connect()',
  'const { pool } = ctx.db; const sql = poolSql(ctx.db)',
  "import { sqlTransaction } from '#lib/platform/db/transaction.ts'",
  'await tx.prisma.$queryRaw`select 1`',
  'await tx.prisma.$executeRawUnsafe(text)',
])('is seen in a file of lib: %s', text => {
  expect(problems('lib/domain/access/x.ts', text)).toHaveLength(1)
})

test.each([
  ['lib/domain/access/x.ts', 'const rows = await tx.prisma.user.findMany({ where: { id } })'],
  ['lib/domain/access/x.ts', '// tx.query("select 1") would do as well\nconst query = input.query'],
  ['lib/domain/access/x.ts', 'listKeys(ctx, { query: { limit: 1 } })'],
  ['lib/domain/access/x.db.test.ts', 'await test.db.pool.query("select 1")'],
  ['lib/domain/access/test-support.ts', 'await db.pool.query("select 1")'],
  ['bench/x.ts', 'await db.pool.query("select 1")'],
])('is none in %s: %s', (file, text) => expect(problems(file, text)).toEqual([]))

test('a listed file may write SQL; a list entry that no file uses is named', () => {
  const source = readSource('lib/domain/access/x.ts', 'poolSql(db)')
  expect(rawSqlProblems([source], [[/access\/x\.ts$/, 'a lock']])).toEqual([])
  expect(rawSqlProblems([], [[/access\/x\.ts$/, 'a lock']])).toHaveLength(1)
})

test('this repository: every file that writes SQL is listed with a reason', () => {
  expect(rawSqlProblems(readSources(root))).toEqual([])
  for (const [, why] of mayWriteSql) expect(why.length).toBeGreaterThan(5)
})
