import { expect, test, vi } from 'vitest'
import { compareRuns, getVerdict, listRuns } from '#lib/domain/evals/index.ts'
import { readiness } from '#lib/domain/evals/readiness.ts'
import { runQuery } from '#lib/domain/evals/runs/schemas.ts'
import { compareQuery } from '#lib/domain/evals/verdicts/schemas.ts'
import { listPipelineRuns } from '#lib/domain/pipelines/index.ts'
import { runQuery as pipelineQuery } from '#lib/domain/pipelines/schemas.ts'
import { compareVersions, listMoves } from '#lib/domain/prompts/index.ts'
import { listChecks } from '#lib/domain/rag/index.ts'
import { checkQuery } from '#lib/domain/rag/schemas.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { reportPipelines } from '../pipelines.ts'
import { tellPrompts } from '../prompts.ts'
import { Fleet } from '../recorder.ts'
import { openSender } from '../sender.ts'
import { givenServer, whileScoring } from '../testing/given-server.ts'
import { reportEvals } from './report-evals.ts'
import { reportTests } from './report-tests.ts'
import { incidents } from './scenarios.ts'

const database = givenDatabase({ use: true })

/** Does a work in processes that end after one change of state each. How many it took; the last has nothing left to change. */
async function timesUntilDone(work: () => Promise<void>): Promise<number> {
  const through = globalThis.fetch
  for (let times = 1; times < 100; times++) {
    let left = 1
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      const over = init?.method !== 'GET' && left-- <= 0
      return over
        ? Promise.resolve(Response.json({ title: 'The process has ended' }, { status: 410 }))
        : through(url, init)
    })
    const failure = await work().catch((error: unknown) => error)
    spy.mockRestore()
    if (failure === undefined && left === 1) return times
    if (failure !== undefined) expect(String(failure)).toContain('The process has ended')
  }
  throw new Error('it never ended')
}

test('the fleet reports a good run, a flaky one and one that lost, each answer with its trace, what they say of its prompts, and how far its releases came', async () => {
  const sql = (text: string, values: unknown[] = []) => database.db.pool.query(text, values)
  const { target, end } = await givenServer(database.db)
  const ctx = testContext(database.db)
  const sender = openSender(target)
  const parts = { fleet: new Fleet(sender.processor), sender, target, judged: false }
  const reported = reportEvals(parts, 'of the test').then(() => reportEvals(parts, 'of the test'))
  await whileScoring(ctx, reported)
  await reportTests(target)
  await reportTests(target)
  // Processes of the fleet that each come to one change, and one more that finds all done.
  expect(await timesUntilDone(() => tellPrompts(target))).toBeGreaterThan(10)
  expect(await timesUntilDone(() => reportPipelines(target))).toBeGreaterThan(10)
  await end()
  const told = await compareVersions(ctx, { params: { name: 'incident/diagnose' }, query: {} })
  expect(told).toMatchObject({ from: 1, to: 2, verdict: 'fail', pairs: incidents.length })
  const moves = async (name: string) => {
    const { items } = await listMoves(ctx, { params: { name }, query: { limit: 50 } })
    return items.map(({ toVersion, state }) => `${toVersion} ${state}`)
  }
  expect(await moves('support/answer')).toEqual(['1 done', '2 done', '1 done'])
  expect(await moves('incident/diagnose')).toEqual(['1 done'])
  const versions = await database.db.prisma.promptVersion.groupBy({
    by: ['name'],
    _count: true,
    orderBy: { name: 'asc' },
  })
  expect(versions.map(({ name, _count }) => [name, _count])).toEqual([
    ['incident/diagnose', 2],
    ['support/answer', 3],
  ])
  const checks = await listChecks(ctx, { query: checkQuery.parse({}) })
  expect(checks.items.map(({ verdict }) => verdict)).toEqual(['fail', 'lacks_evidence'])
  const { items } = await listRuns(ctx, { query: runQuery.parse({ suite: 'incident_investigation' }) })
  const verdicts = await Promise.all(items.map(({ id }) => getVerdict(ctx, { params: { id } })))
  expect(items.map(({ release, verdict }) => [release, verdict])).toEqual([
    ['2026.11.4', 'fail'],
    ['2026.11.2', 'pass'],
    ['2026.11.1', 'pass'],
  ])
  expect(verdicts[1]?.flaky).toHaveLength(3)
  expect(verdicts[0]?.reasons.join()).toMatch(/worse than the baseline/)
  const verdictsOf = async (suite: string) =>
    (await listRuns(ctx, { query: runQuery.parse({ suite }) })).items.map(({ level, verdict }) => `${level} ${verdict}`)
  const unit = 'unit pass'
  expect(await verdictsOf('responder-unit')).toEqual([unit, unit, unit, unit])
  const tried = ['pass', 'pass', 'fail', 'pass'].map(verdict => `integration ${verdict}`)
  expect(await verdictsOf('responder-integration')).toEqual(tried)
  const [testLevels] = await readiness.measure(ctx, { agents: [], now: new Date() })
  expect(testLevels?.gaps).toMatchObject([{ text: 'incident_investigation: its last run failed' }])
  const pipelines = (await listPipelineRuns(ctx, { query: pipelineQuery.parse({}) })).items
  expect(pipelines.map(({ state, release }) => [state, release])).toEqual([
    ['waiting', '2026.11.1'],
    ['failed', '2026.11.4'],
    ['passed', null],
  ])
  const runs = `${items[2]?.id},${items[0]?.id}`
  const compared = await compareRuns(ctx, { query: compareQuery.parse({ runs, limit: 1 }) })
  const traceId = compared.items[0]?.runs[1]?.traceId
  const traces = await sql('select agent, environment, status from trace where trace_id = $1', [traceId])
  expect(traces.rows).toEqual([{ agent: 'incident-responder', environment: 'ci', status: 'ok' }])
}, 240_000)
