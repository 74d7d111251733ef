import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRequests } from '#lib/domain/traces/testing/any-requests.ts'
import { langfuseBatches, langfuseRecordings } from '#lib/domain/traces/testing/langfuse-recordings.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import { expectExact } from '#lib/domain/traces/testing/totals.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestLangfuse } from './ingest.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)

/** What the recorded programs did. */
const truth = {
  'langfuse-js-v3': {
    totals: { input: '240', output: '48' },
    traces: [
      {
        name: 'plan trip',
        user_id: 'cid',
        session_id: 's-3',
        release: 'rel-8',
        environment: 'production',
        tags: ['js'],
        status: 'ok',
        error_count: 1,
        llm_calls: 2,
        span_count: 6,
      },
    ],
    scores: [
      { name: 'ok', data_type: 'boolean', value: 0, label: null },
      { name: 'quality', data_type: 'numeric', value: 0.4, label: null },
    ],
  },
  'langfuse-py-v2': {
    // 20 of the second call's tokens were cached; Langfuse's buckets exclude one another.
    totals: { input: '380', output: '72' },
    traces: [
      {
        name: 'answer ticket',
        user_id: 'ann',
        session_id: 's-1',
        release: 'v2',
        environment: 'staging',
        tags: ['beta', 'eu', 'late'],
        status: 'ok',
        error_count: 1,
        llm_calls: 2,
        span_count: 7,
      },
      {
        name: 'decorated',
        user_id: 'bob',
        session_id: 's-2',
        release: null,
        environment: null,
        tags: [],
        status: 'error',
        error_count: 1,
        llm_calls: 1,
        span_count: 3,
      },
    ],
    scores: [
      { name: 'helpful', data_type: 'numeric', value: 0.9, label: null },
      { name: 'tone', data_type: 'categorical', value: null, label: 'polite' },
    ],
  },
}

describe.each(langfuseRecordings)('%s', name => {
  const batches = langfuseBatches(name)
  const events = batches.flat()

  test('sent twice as recorded: the figures are those of the program, and the rollups equal a recount', async () => {
    const ctx = newProject()
    for (const batch of batches) expect((await ingestLangfuse(ctx, { body: { batch } })).errors).toEqual([])
    const once = await projectState(ctx)
    for (const batch of batches) await ingestLangfuse(ctx, { body: { batch } })
    expect(await projectState(ctx)).toEqual(once)
    expect(await expectExact(ctx)).toMatchObject(truth[name].totals)
    expect(
      await rowsOf(
        ctx,
        `select name, user_id, session_id, release, environment, tags, status, error_count, llm_calls, span_count from trace
         where project_id = $1 order by start_us`,
      ),
    ).toEqual(truth[name].traces)
    const scores = 'select name, data_type, value, label from score where project_id = $1 order by name'
    expect(await rowsOf(ctx, scores)).toEqual(truth[name].scores)
  })

  test(
    'doubled, shuffled, split in any way and sent at once: the same',
    async () => {
      const whole = newProject()
      await ingestLangfuse(whole, { body: { batch: events } })
      const expected = await projectState(whole)
      await fc.assert(
        fc.asyncProperty(anyRequests(events), async requests => {
          const ctx = newProject()
          await Promise.all(requests.map(request => ingestLangfuse(ctx, { body: { batch: request } })))
          expect(await projectState(ctx)).toEqual(expected)
        }),
        propertyRuns(5),
      )
    },
    timeLimit(120_000),
  )
})
