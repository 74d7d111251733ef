import { expect, test } from 'vitest'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import { expectExact } from '#lib/domain/traces/testing/totals.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { ingestLangfuse } from './ingest.ts'
import { at, event } from './test-event.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)

test('more objects than one transaction takes, in one request', async () => {
  const ctx = newProject()
  const events = Array.from({ length: 250 }, (_, n) =>
    event('span-create', n % 60, { id: `o${n}`, traceId: `t${n % 7}`, startTime: at(0), endTime: at(1) }),
  )
  const answer = await ingestLangfuse(ctx, { body: { batch: events } })
  expect([answer.successes.length, answer.errors]).toEqual([250, []])
  expect(await expectExact(ctx)).toMatchObject({ spans: '250' })
})

test('an invalid event is named, and the others are stored', async () => {
  const ctx = newProject()
  const good = event('span-create', 0, { id: 'o', traceId: 't', startTime: at(0) })
  const answer = await ingestLangfuse(ctx, {
    body: {
      batch: [
        good,
        { ...good, id: 'type', type: 'dataset-run-item-create' },
        { ...good, id: 'time', timestamp: 'yesterday' },
        { ...good, id: 'body', body: { traceId: 't' } },
        {
          ...good,
          id: 'score',
          type: 'score-create',
          body: { name: 'q', value: 'high', dataType: 'NUMERIC', traceId: 't' },
        },
        { ...good, id: 'log', type: 'sdk-log', body: { log: 'x' } },
        'no event',
      ],
    },
  })
  expect(answer.successes).toEqual([
    { id: good.id, status: 201 },
    { id: 'log', status: 201 },
  ])
  expect(answer.errors).toEqual([
    { id: 'type', status: 400, message: 'Invalid event', error: 'type: this type of event is not accepted' },
    { id: 'time', status: 400, message: 'Invalid event', error: expect.stringMatching(/^timestamp: /) },
    { id: 'body', status: 400, message: 'Invalid event', error: expect.stringMatching(/^body\.id: /) },
    { id: 'score', status: 400, message: 'Invalid event', error: 'body.value: a numeric score is a number' },
    { id: '', status: 400, message: 'Invalid event', error: expect.any(String) },
  ])
  expect(await expectExact(ctx)).toMatchObject({ spans: '1' })
})

test('a score that is sent again has its latest value, whichever arrives first', async () => {
  const score = (second: number, value: number) =>
    event('score-create', second, { id: 'sc', name: 'quality', value, traceId: 't' })
  for (const order of [
    [score(1, 0.2), score(2, 0.9)],
    [score(4, 0.9), score(3, 0.2)],
  ]) {
    const ctx = newProject()
    for (const one of order) await ingestLangfuse(ctx, { body: { batch: [one] } })
    expect(await rowsOf(ctx, 'select value from score where project_id = $1')).toEqual([{ value: 0.9 }])
    const sums =
      'select grain, sum(count)::int as n, sum(sum)::float8 as sum from rollup_score where project_id = $1 group by 1 order by 1'
    expect(await rowsOf(ctx, sums)).toEqual([
      { grain: 60, n: 1, sum: 0.9 },
      { grain: 3600, n: 1, sum: 0.9 },
      { grain: 86_400, n: 1, sum: 0.9 },
    ])
  }
})
