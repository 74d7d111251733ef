import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { getVerdict, listRuns } from '#lib/domain/evals/index.ts'
import { runQuery } from '#lib/domain/evals/runs/schemas.ts'
import { reportJudge } from '#lib/domain/judges/index.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { reportEvals } from '../evals/report-evals.ts'
import { incidents } from '../evals/scenarios.ts'
import { Fleet } from '../recorder.ts'
import { openSender } from '../sender.ts'
import { givenServer, whileScoring } from '../testing/given-server.ts'
import { judge, registerJudge } from './register-judge.ts'
import { judgementOf, openStandIn, type StandIn } from './stand-in.ts'

const database = givenDatabase({ use: true })
let standIn: StandIn
beforeEach(async () => {
  standIn = (await openStandIn(0, 'of the test')) as StandIn
})
afterEach(() => {
  standIn.close()
  vi.unstubAllEnvs()
})

test('the judge of the fleet scores over HTTP at the one port that is allowed, and shows its cost, budget and agreement with people', async () => {
  vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', new URL(standIn.url).host)
  const { target, end } = await givenServer(database.db)
  const ctx = testContext(database.db)
  const sender = openSender(target)
  const parts = { fleet: new Fleet(sender.processor), sender, target, judged: true }
  await registerJudge(target, standIn)
  await registerJudge(target, standIn)
  await whileScoring(ctx, reportEvals(parts, 'of the test'))
  await end()
  const { items } = await listRuns(ctx, { query: runQuery.parse({ suite: 'incident_investigation' }) })
  expect(items.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'pass'])
  const verdict = await getVerdict(ctx, { params: { id: items[0]?.id ?? '' } })
  expect(verdict.judges).toMatchObject([{ judge, version: 1 }])
  // Apart from what the agent cost, and far less.
  expect(Number(verdict.scoringCostUsd)).toBeGreaterThan(0.005)
  expect(Number(verdict.scoringCostUsd)).toBeLessThan(Number(verdict.cost.perScenarioUsd) * incidents.length)
  const report = await reportJudge(ctx, { params: { slug: judge } })
  const [version] = report.versions
  expect(version).toMatchObject({ scored: incidents.length * 5, failed: 0 })
  expect(version?.agreement.pairs).toBeGreaterThan(60)
  // Which pairs are drawn is chance, and so is how well they agree: a judge that guesses comes to 0.
  expect(version?.agreement.kappa).toBeGreaterThan(0.3)
  // People and models differ: a demo in which they never do would show nothing.
  expect(report.disagreements.length).toBeGreaterThan(0)
  expect(Number(report.spentTodayUsd)).toBeCloseTo(Number(version?.costUsd), 9)
}, 60_000)

test('the stand-in answers its own key alone, in the form of OpenAI, and the same again', async () => {
  const prompt = '<expected>\n- the disk is full\n</expected>\n<output>\nThe disk is full.\n</output>'
  const ask = (key: string, body: unknown, path = '/chat/completions') =>
    fetch(standIn.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    })
  const body = { model: 'any', messages: [{ role: 'user', content: prompt }] }
  expect((await ask('sk-other', body)).status).toBe(401)
  expect((await ask(standIn.key, body, '/models')).status).toBe(404)
  expect((await ask(standIn.key, { messages: [] })).status).toBe(400)
  expect((await ask(standIn.key, { ...body, more: 'x'.repeat(1_100_000) })).status).toBe(400)
  const answered = await (await ask(standIn.key, body)).json()
  expect(answered).toMatchObject({ object: 'chat.completion', usage: { prompt_tokens: 20 } })
  expect(JSON.parse(answered.choices[0].message.content)).toEqual(judgementOf(prompt, 'of the test'))
  expect(await (await ask(standIn.key, body)).json()).toEqual(answered)
})

test('where its port is taken there is no stand-in', async () => {
  expect(await openStandIn(Number(new URL(standIn.url).port), 'another')).toBeNull()
})
