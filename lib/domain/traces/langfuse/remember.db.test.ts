import { describe, expect, test } from 'vitest'
import { langfuseBatches } from '#lib/domain/traces/testing/langfuse-recordings.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import { expectExact } from '#lib/domain/traces/testing/totals.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { ingestLangfuse } from './ingest.ts'
import { pruneLangfuse } from './prune.ts'
import { at, event, us } from './test-event.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)

describe('what came before is not lost', () => {
  test('an end and a count may be corrected to a smaller value', async () => {
    const ctx = newProject()
    const update = (second: number, end: number, input: number) =>
      event(second === 0 ? 'generation-create' : 'generation-update', second, {
        id: 'g',
        traceId: 't',
        startTime: at(0),
        endTime: at(end),
        usageDetails: { input, output: 1 },
        model: 'gpt-4o-mini',
      })
    await ingestLangfuse(ctx, { body: { batch: [update(0, 60, 900)] } })
    await ingestLangfuse(ctx, { body: { batch: [update(1, 30, 90)] } })
    expect(await expectExact(ctx)).toMatchObject({ input: '90' })
    expect(await rowsOf(ctx, 'select end_us::float8 as end from span where project_id = $1')).toEqual([{ end: us(30) }])
  })

  test('an event that comes after its trace was forgotten adds to the stored span', async () => {
    const ctx = newProject()
    const trace = event('trace-create', 0, { id: 't', name: 'run', userId: 'ann', tags: ['a'], metadata: { k: 'v' } })
    const create = event('generation-create', 1, {
      id: 'g',
      traceId: 't',
      name: 'draft',
      startTime: at(1),
      model: 'gpt-4o-mini',
      input: [{ role: 'user', content: 'why' }],
      usage: { input: 120, output: 24 },
    })
    const update = event('generation-update', 9, { id: 'g', traceId: 't', endTime: at(9), output: 'because' })
    const again = event('trace-create', 10, { id: 't', sessionId: 's', tags: ['b'] })
    const expected = newProject()
    await ingestLangfuse(expected, { body: { batch: [trace, create, update, again] } })
    await ingestLangfuse(ctx, { body: { batch: [trace, create] } })
    await rowsOf(ctx, "update langfuse_object set updated_at = now() - interval '8 days' where project_id = $1")
    await pruneLangfuse(database.db)
    expect(await rowsOf(ctx, 'select 1 from langfuse_object where project_id = $1')).toEqual([])
    await ingestLangfuse(ctx, { body: { batch: [update] } })
    await ingestLangfuse(ctx, { body: { batch: [again] } })
    expect(await projectState(ctx)).toEqual(await projectState(expected))
  })

  test('the remembered events of a recently changed trace are all kept', async () => {
    const ctx = newProject()
    const one = (id: string) => event('span-create', 0, { id, traceId: 't', startTime: at(0) })
    await ingestLangfuse(ctx, { body: { batch: [one('old')] } })
    await rowsOf(ctx, "update langfuse_object set updated_at = now() - interval '8 days' where project_id = $1")
    await ingestLangfuse(ctx, { body: { batch: [one('new')] } })
    await pruneLangfuse(database.db)
    expect(await rowsOf(ctx, 'select object_id from langfuse_object where project_id = $1 order by 1')).toEqual([
      { object_id: 'new' },
      { object_id: 'old' },
    ])
  })

  test('repeating a request that failed between its events and its spans completes it', async () => {
    const ctx = newProject()
    const batch = langfuseBatches('langfuse-py-v2').flat()
    await database.db.pool.query('alter table span_payload rename to away')
    await expect(ingestLangfuse(ctx, { body: { batch } })).rejects.toThrow()
    await database.db.pool.query('alter table away rename to span_payload')
    await ingestLangfuse(ctx, { body: { batch } })
    const expected = newProject()
    await ingestLangfuse(expected, { body: { batch } })
    expect(await projectState(ctx)).toEqual(await projectState(expected))
  })
})

test('a request reads and writes only what it names, however large its trace is', async () => {
  const ctx = newProject()
  const create = (n: number) => event('span-create', n, { id: `o${n}`, traceId: 't', startTime: at(n) })
  await ingestLangfuse(ctx, {
    body: { batch: [event('trace-create', 0, { id: 't', name: 'run' }), ...[0, 1, 2, 3].map(create)] },
  })
  await ingestLangfuse(ctx, {
    body: { batch: [event('span-update', 30, { id: 'o2', traceId: 't', endTime: at(30) })] },
  })
  const rows = await rowsOf(
    ctx,
    'select object_id as id, revision from langfuse_object where project_id = $1 order by 1',
  )
  // The trace lasts longer now, and so it changed too.
  expect(rows).toEqual([
    { id: '', revision: 2 },
    { id: 'o0', revision: 1 },
    { id: 'o1', revision: 1 },
    { id: 'o2', revision: 2 },
    { id: 'o3', revision: 1 },
  ])
})
