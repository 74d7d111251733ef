import { expect, test, vi } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { judgeConfig } from './contract.ts'
import { putJudge } from './index.ts'
import { JudgeDesk } from './judge-desk.ts'
import type { Task } from './task.ts'
import { standInModel } from './testing/stand-in.ts'

const database = givenDatabase()

test('two desks at once, for outputs and for live traces, keep to one budget', async () => {
  vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1')
  const model = await standInModel(() => '{"score": 1}')
  const ctx = freshProject(database.db)
  // A call is reserved as 200 tokens of input, and costs as much: three fit into the budget.
  const prompt = '{{output}}'.padEnd(399 + '{{output}}'.length, '.')
  const body = judgeConfig.put.body?.parse({
    ...{ url: model.url, model: 'small', key: 'sk-secret', prompt, maxTokens: 16 },
    ...{ inputUsdPerMillion: '10', outputUsdPerMillion: '0', dailyUsd: '0.006' },
  })
  if (body) await putJudge(ctx, { params: { slug: 'strict' }, body })
  const tasks = Array.from(
    { length: 12 },
    (_, at): Task => ({
      ...{ id: `sct_${at}`, runId: null, scenario: null, repeat: null, rule: 'r', traceId: null, criterion: 'c' },
      ...{
        scorer: { kind: 'judge', judge: 'strict' },
        material: { input: 'i', output: 'o' },
        digest: 'd',
        attempts: 0,
      },
    }),
  )
  const desks = [new JudgeDesk(ctx), new JudgeDesk(ctx)]
  const settled = await Promise.all(tasks.map((task, at) => (desks[at % 2] as JudgeDesk).judge(task)))
  model.close()
  vi.unstubAllEnvs()
  // Fewer where several ask at the same moment: none of them knows which of the others goes on.
  expect(model.asked.length).toBeLessThanOrEqual(3)
  expect(settled.filter(({ state }) => state === 'scored')).toHaveLength(model.asked.length)
  expect(settled.find(({ state }) => state === 'failed')?.reason).toMatch(
    /^The budget of the judge for today, \$0.006,/,
  )
})
