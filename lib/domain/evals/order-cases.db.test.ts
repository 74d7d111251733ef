import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { Input } from '#lib/shared/contract.ts'
import { compareRuns, putSuite, reportResults, startRun } from './index.ts'
import { readScores } from './judge.ts'
import { reportResultsContract } from './runs/contract.ts'
import { scenarioScores } from './scenario-scores.ts'
import { rulesAt, suiteVersion } from './suite-version.ts'
import { suiteConfig } from './suites/contract.ts'
import { compareQuery } from './verdicts/schemas.ts'

const database = givenDatabase()
const criteria = [
  { name: 'accuracy', weight: 3 },
  { name: 'tone', weight: 0.1 },
]
const scenarios = Array.from({ length: 60 }, (_, at) => ({ id: `${'aZé_'[at % 4]}${at}`, input: `question ${at}` }))

/** The same seed gives the same figures. Some scenarios lack a criterion, and some have several repeats. */
function resultsOf(seed: number) {
  let state = seed
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return scenarios.flatMap(({ id }) =>
    criteria.flatMap(({ name }) =>
      Array.from({ length: next(4) }, (_, nth) => ({
        ...{ scenario: id, criterion: name, repeat: nth + 1, score: next(7) / 6 },
      })),
    ),
  )
}

async function given(ctx: Context, seeds: readonly number[]): Promise<string[]> {
  const body = suiteConfig.put.body?.parse({ level: 'evaluation', criteria, scenarios })
  await putSuite(ctx, { params: { slug: 'a' }, body: body as NonNullable<typeof body> })
  const ids: string[] = []
  for (const seed of seeds) {
    const { id } = await startRun(ctx, { body: { suite: 'a', mode: 'mocked' } })
    const results = reportResultsContract.body?.parse({ results: resultsOf(seed) })
    await reportResults(ctx, { params: { id }, body: results as Input<typeof reportResultsContract>['body'] })
    ids.push(id)
  }
  return ids
}

/** The expected order, by the rules themselves, from all scores at once. */
async function plainly(ctx: Context, first: string, last: string) {
  return transaction(ctx.db, async tx => {
    const rules = rulesAt(await suiteVersion(tx, ctx.projectId, 'a', 1), 'evaluation')
    const before = scenarioScores(await readScores(tx, ctx.projectId, first), rules)
    const after = scenarioScores(await readScores(tx, ctx.projectId, last), rules)
    return new Map(
      scenarios.map(({ id }) => {
        const [was, is] = [before.get(id), after.get(id)]
        return [id, was === undefined || is === undefined ? null : is - was]
      }),
    )
  })
}

test.each([[[1, 2]], [[3, 4, 5]], [[6]]])('pages of a comparison follow the rules, for runs %j', async seeds => {
  const ctx = freshProject(database.db)
  const runs = await given(ctx, seeds)
  const deltas = await plainly(ctx, runs[0] as string, runs.at(-1) as string)
  const read = async (only: 'all' | 'worse') => {
    const items: Awaited<ReturnType<typeof compareRuns>>['items'] = []
    let answer: Awaited<ReturnType<typeof compareRuns>> | null = null
    do {
      const query = { runs: runs.join(), limit: 17, only, cursor: answer?.nextCursor ?? undefined }
      answer = await compareRuns(ctx, { query: compareQuery.parse(query) })
      items.push(...answer.items)
    } while (answer.nextCursor !== null)
    return { ...answer, items }
  }
  const all = await read('all')
  expect(all.items.map(({ scenario }) => scenario).sort()).toEqual(scenarios.map(({ id }) => id).sort())
  const alone = seeds.length === 1
  for (const { scenario, delta } of all.items)
    if (alone || deltas.get(scenario) === null) expect(delta).toBeNull()
    else expect(delta).toBeCloseTo(deltas.get(scenario) as number, 10)
  const order = all.items.map(({ delta }) => delta ?? 0)
  for (const [at, delta] of order.entries()) expect(delta).toBeGreaterThanOrEqual((order[at - 1] ?? -1) - 1e-9)
  const known = alone ? [] : [...deltas.values()].filter(delta => delta !== null)
  expect(all.worse).toBe(known.filter(delta => delta < -1e-9).length)
  expect(all.better).toBe(known.filter(delta => delta > 1e-9).length)
  if (!alone) expect(all.worse).toBeGreaterThan(5)
  const worse = await read('worse')
  expect(worse.items).toEqual(all.items.slice(0, all.worse))
  expect([worse.worse, worse.better]).toEqual([all.worse, all.better])
})
