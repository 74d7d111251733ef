import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { disableAgent } from '#lib/domain/agents/index.ts'
import { parseInput } from '#lib/http/read-input.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { applyContract } from './contract.ts'
import { applyConfiguration, getConfiguration } from './index.ts'
import { kinds } from './kinds.ts'

const database = givenDatabase()
/** As it comes in over HTTP. */
const apply = async (ctx: Context, text: string, query = '') =>
  applyConfiguration(ctx, await parseInput(applyContract, new URL(`http://x/?${query}`), {}, text))
const faultsOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => {
      if (!isProblem(error)) throw error
      const { status, field, extra } = error.fields
      const issues = extra?.issues as { field: string }[] | undefined
      return [status, ...(issues?.map(issue => issue.field) ?? [field])]
    },
  )
const stored = ({ projectId }: Context) =>
  database.db.prisma.configObject.findMany({ where: { projectId }, orderBy: [{ kind: 'asc' }, { slug: 'asc' }] })
const auditCount = ({ projectId }: Context) => database.db.prisma.auditEvent.count({ where: { projectId } })

const file = `
# What runs in production.
agents:
  triage: { owner: support, qualityScore: { name: helpful } }
budgets:
  nightly:
    kind: period
    period: day
    agent: triage
    hardUsd: "20"
breakers:
  search:
    scope: { tool: search }
    window: { kind: time, size: 60, minimumCalls: 20, failureRate: 0.5 }
slos:
  triage-success: { agent: triage, objective: success, target: 0.99, days: 30 }
`

test('a dry run shows what would change and changes nothing; applying the file changes it once', async () => {
  const ctx = freshProject(database.db)
  const dry = await apply(ctx, file, 'dryRun=true')
  expect(dry.applied).toBe(false)
  expect(dry.changes.map(({ kind, slug, change }) => [kind, slug, change])).toEqual([
    ['agents', 'triage', 'create'],
    ['budgets', 'nightly', 'create'],
    ['breakers', 'search', 'create'],
    ['slos', 'triage-success', 'create'],
  ])
  expect(dry.changes[2]?.diff).toContainEqual({ path: 'window.failureRate', before: null, after: 0.5 })
  expect([await stored(ctx), await auditCount(ctx)]).toEqual([[], 0])

  expect(await apply(ctx, file)).toEqual({ ...dry, applied: true })
  const audited = await auditCount(ctx)
  expect(audited).toBe(5)
  const again = await apply(ctx, file)
  expect(again.changes.map(({ change, diff }) => [change, diff])).toEqual(Array(4).fill(['none', []]))
  expect(await auditCount(ctx)).toBe(audited)

  const changed = await apply(ctx, file.replace('failureRate: 0.5', 'failureRate: 0.25'))
  expect(changed.changes.filter(({ change }) => change !== 'none')).toEqual([
    {
      kind: 'breakers',
      slug: 'search',
      change: 'update',
      revision: 2,
      diff: [{ path: 'window.failureRate', before: 0.5, after: 0.25 }],
    },
  ])
})

test('applying a file that was just read changes nothing', async () => {
  const ctx = freshProject(database.db)
  const more = 'tools:\n  run: { risk: high, schema: { type: object, properties: { n: { default: null } } } }\n'
  await apply(ctx, file + more)
  const { yaml, count } = await getConfiguration(ctx)
  expect(count).toBe(5)
  expect(yaml).toContain('triage-success:\n    agent: triage\n    objective: success\n    target: 0.99\n    days: 30\n')
  expect((await apply(ctx, yaml)).changes.map(({ change }) => change)).toEqual(Array(5).fill('none'))
})

test('each fault is named by its path, and nothing is applied', async () => {
  const ctx = freshProject(database.db)
  const wrong = `
agents: { triage: { ownr: support } }
agnets: { triage: {} }
budgets: { nightly: { kind: period, hardUsd: 20 } }
breakers: { search: { scope: {} } , good: { scope: { tool: a } } }
`
  expect(await faultsOf(apply(ctx, wrong))).toEqual([
    422,
    ...['body.agents.triage.ownr', 'body.agnets', 'body.budgets.nightly.hardUsd', 'body.breakers.search.scope'],
  ])
  expect(await stored(ctx)).toEqual([])
  // The last of them fails when it is written, and takes the others with it.
  const stale = `${file}tools: { search: { expectedRevision: 4 } }`
  expect(await faultsOf(apply(ctx, stale))).toEqual([409, 'body.tools.search'])
  expect([await stored(ctx), await auditCount(ctx)]).toEqual([[], 0])
})

test.each([
  ['a: [1', 400],
  ['agents: {}\nagents: {}', 400],
  ['a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d]', 400],
  ['agents: { a: { owner: .inf } }', 422],
  ['tools: { a: { schema: { maximum: 12345678901234567890 } } }', 422],
  ['- agents', 422],
  ['{"agents": {"a": {}, "a": {}}}', 422],
])('what is not a file is an error: %s', async (text, status) => {
  expect(await faultsOf(apply(freshProject(database.db), text))).toEqual([status, expect.any(String)])
})

test('an agent that was switched off stays off when the file does not mention it', async () => {
  const ctx = freshProject(database.db)
  await apply(ctx, file)
  await disableAgent(ctx, { params: { slug: 'triage' }, body: { reason: 'it loops' } })
  expect((await apply(ctx, file)).changes[0]).toMatchObject({ slug: 'triage', change: 'none' })
  const on = file.replace('owner: support', 'owner: support, enabled: true')
  expect(await faultsOf(apply(ctx, on))).toEqual([403, 'body.agents.triage'])
})

test('two files at once are applied completely, one after the other', async () => {
  const ctx = freshProject(database.db)
  const names = Array.from({ length: 12 }, (_, i) => `b${i}`)
  const of = (seconds: number, order: string[]) =>
    JSON.stringify({
      breakers: Object.fromEntries(order.map(n => [n, { scope: { tool: 'x' }, openSeconds: seconds }])),
    })
  for (let round = 1; round <= 4; round++) {
    await Promise.all([apply(ctx, of(2 * round, names)), apply(ctx, of(2 * round + 1, [...names].reverse()))])
    const seconds = (await stored(ctx)).map(({ body }) => (body as { openSeconds: number }).openSeconds)
    expect(new Set(seconds).size).toBe(1)
  }
})

test('a file supports every declared kind', () => {
  const root = path.resolve(import.meta.dirname, '..')
  const plurals = globSync('**/contract.ts', { cwd: root }).flatMap(name =>
    [
      ...readFileSync(path.join(root, name), 'utf8').matchAll(
        /configContracts\(\{\s*name: '[^']+',\s*plural: '([^']+)'/g,
      ),
    ].map(match => match[1]),
  )
  expect(plurals.length).toBeGreaterThan(8)
  expect([...kinds.keys()].sort()).toEqual(plurals.sort())
})
