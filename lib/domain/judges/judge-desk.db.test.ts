import type { ChildProcess } from 'node:child_process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { order, orderAll, startRacer } from '#lib/platform/testing/racers.ts'
import { judgeConfig } from './contract.ts'
import { putJudge, reportJudge } from './index.ts'
import { JudgeDesk } from './judge-desk.ts'
import type { Task } from './task.ts'
import type { Order } from './test-racer.ts'
import { standInModel } from './testing/stand-in.ts'

const database = givenDatabase()
const file = new URL('./test-racer.ts', import.meta.url)
const long = { timeout: 120_000 }
const closing: (() => void)[] = []
beforeEach(() => vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

type Answer = Parameters<typeof standInModel>[0]
interface Done {
  task: Task
  state: string
  reason: string | null
}

/** A judge whose calls may cost $0.0025 and do cost $0.002. */
async function given(dailyUsd: string, answer: Answer = () => '{"score": 1}') {
  const model = await standInModel(answer)
  closing.push(model.close)
  const clock = fakeClock()
  const ctx: Context = { ...freshProject(database.db), clock }
  // 250 tokens at most: 218 bytes, of which the output is one, and what a provider adds around a message.
  const prompt = `${'.'.repeat(217)}{{output}}`
  const body = judgeConfig.put.body?.parse({
    ...{ url: model.url, model: 'small', key: 'sk-secret', prompt, maxTokens: 16 },
    ...{ inputUsdPerMillion: '10', outputUsdPerMillion: '0', dailyUsd },
  })
  if (body) await putJudge(ctx, { params: { slug: 'strict' }, body })
  return { model, ctx, clock }
}

const tasks = (count: number, from = 0): Task[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `sct_${from + at}`, runId: null, scenario: null, repeat: null, rule: 'r', traceId: null },
    ...{ criterion: 'c', scorer: { kind: 'judge', judge: 'strict' }, material: { input: 'i', output: 'o' } },
    ...{ digest: 'd', attempts: 0 },
  }))

async function racers(count: number): Promise<ChildProcess[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startRacer(file, database.url)))
  closing.push(() => {
    for (const racer of started) racer.kill('SIGKILL')
  })
  return started
}

const report = (ctx: Context) => reportJudge(ctx, { params: { slug: 'strict' } })
const usedUp = /^The budget of the judge for today, \$0.0065, is used up: \$0.006/

test('two servers on one database share one budget and use all of it', long, async () => {
  let [underWay, mostUnderWay] = [0, 0]
  const { model, ctx, clock } = await given('0.0065', async () => {
    underWay++
    mostUnderWay = Math.max(mostUnderWay, underWay)
    await new Promise(setImmediate)
    underWay--
    return '{"score": 1}'
  })
  const both = await racers(2)
  const now = (await clock.now({} as never)).toISOString()
  let left = [tasks(12), tasks(12, 12)]
  const done: Done[] = []
  // What calls under way held is free in the next round. At the latest in the third round all have an answer.
  for (let round = 0; round < 5 && left.flat().length > 0; round++) {
    const answers = await orderAll<Done[]>(both, i => {
      const work: Order = { projectId: ctx.projectId, now, tasks: left[i] ?? [] }
      return work
    })
    done.push(...answers.flat().filter(({ state }) => state !== 'waiting'))
    left = answers.map(each => each.filter(({ state }) => state === 'waiting').map(({ task }) => task))
  }
  expect(left.flat()).toEqual([])
  expect(mostUnderWay).toBeLessThanOrEqual(2)
  expect(model.asked).toHaveLength(3)
  expect(done.filter(({ state }) => state === 'scored')).toHaveLength(3)
  const failed = done.filter(({ state }) => state === 'failed')
  expect(failed).toHaveLength(21)
  for (const { reason } of failed) expect(reason).toMatch(usedUp)
  expect(await report(ctx)).toMatchObject({ spentTodayUsd: '0.006000000', countedTodayUsd: '0.006000000' })
})

test(
  'a call of a server that died counts at its highest cost, is waited for a while, and no longer counts the next day',
  long,
  async () => {
    const heard = Promise.withResolvers<void>()
    const { model, ctx, clock } = await given('0.0065', (_, nth) => {
      if (nth > 1) return '{"score": 1}'
      heard.resolve()
      return new Promise(() => undefined)
    })
    const [dying] = (await racers(1)) as [ChildProcess]
    const now = (await clock.now({} as never)).toISOString()
    const lost = order(dying, { projectId: ctx.projectId, now, tasks: tasks(1) } satisfies Order)
    lost.catch(() => undefined)
    await heard.promise
    dying.kill('SIGKILL')
    const ask = async (id: number) => {
      const [task] = tasks(1, id)
      return task && (await new JudgeDesk(ctx).judge(task))
    }
    expect(await ask(1)).toMatchObject({ state: 'scored' })
    expect(await report(ctx)).toMatchObject({ spentTodayUsd: '0.002000000', countedTodayUsd: '0.004500000' })
    // Nobody can know that it is no longer under way.
    expect(await ask(2)).toMatchObject({
      state: 'waiting',
      notAsked: true,
      reason: expect.stringMatching(/^Calls under/),
    })
    clock.advance(150)
    expect(await ask(3)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/is used up: \$0.0045/) })
    const after = await report(ctx)
    expect(after).toMatchObject({ spentTodayUsd: null, countedTodayUsd: '0.004500000' })
    expect(after.versions).toMatchObject([{ costUsd: null }])
    clock.advance(86_400)
    expect(await ask(4)).toMatchObject({ state: 'scored' })
    expect(await report(ctx)).toMatchObject({ spentTodayUsd: '0.002000000', countedTodayUsd: '0.002000000' })
    expect(model.asked).toHaveLength(3)
  },
)

test.each<[string, Answer | 'closed', string | null, string]>([
  ['says what it took', () => '{"score": 1}', '0.002000000', '0.002000000'],
  ['refuses with a status', () => 503, '0.000000000', '0.000000000'],
  ['is not there', 'closed', '0.000000000', '0.000000000'],
])('of a judge that %s counts what it cost', async (_, answer, spentTodayUsd, countedTodayUsd) => {
  const { model, ctx } = await given('1', answer === 'closed' ? undefined : answer)
  if (answer === 'closed') model.close()
  const [task] = tasks(1) as [Task]
  await new JudgeDesk(ctx).judge(task)
  expect(await report(ctx)).toMatchObject({ spentTodayUsd, countedTodayUsd })
})

test('a call that is cut off after it was sent counts with its highest cost, because it may have been charged', async () => {
  const { model, ctx } = await given('1', () => {
    model.close()
    return new Promise(() => undefined)
  })
  const [task] = tasks(1) as [Task]
  expect(await new JudgeDesk(ctx).judge(task)).toMatchObject({ state: 'waiting', judge: { costNanos: null } })
  expect(await report(ctx)).toMatchObject({ spentTodayUsd: null, countedTodayUsd: '0.002500000' })
})
