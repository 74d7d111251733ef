import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { createTestDatabase, type TestDatabase, testContext } from '#lib/platform/testing/database.ts'
import { ingestTraces } from './ingest-otlp.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { anyTrace, type Versions } from './testing/any-traces.ts'
import { projectState } from './testing/project-state.ts'
import { recount, rollupsOf } from './testing/recount.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

let counter = 0
const freshProject = (): Context => ({ ...testContext(database.db), projectId: `p${counter++}` })
const stateOf = (ctx: Context) => projectState(database.db.pool, ctx.projectId)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

const anyTraces = fc.tuple(anyTrace(1), anyTrace(2), anyTrace(3)).map(traces => traces.flat())
const last = (versions: Versions): OtlpSpan => versions[versions.length - 1] as OtlpSpan

/** Each of `keys` at least once, in any order, cut into requests. */
const anyRequests = <T>(items: readonly T[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...items, ...items], { minLength: 2 * items.length, maxLength: 2 * items.length }),
      fc.integer({ min: 1, max: 8 }),
    )
    .map(([order, parts]) => Array.from({ length: parts }, (_, part) => order.filter((_, i) => i % parts === part)))

/** Two projects with the same ids and unlike contents, and requests for each. */
const anyLoad = fc
  .tuple(anyTraces, anyTraces)
  .chain(([a, b]) =>
    fc.record({ a: fc.constant(a), b: fc.constant(b), toA: anyRequests(a.flat()), toB: anyRequests(b.flat()) }),
  )

/** Every trace's spans lie where its first sight put them: moving starts and midnight change no partition. */
async function strayed(ctx: Context): Promise<number> {
  const { rows } = await database.db.pool.query(
    `select count(*)::int as n from (select project_id, day, trace_id from span union all select project_id, day, trace_id from span_payload) s
     left join trace t using (project_id, trace_id) where project_id = $1 and t.day is distinct from s.day`,
    [ctx.projectId],
  )
  return rows[0].n
}

test('any versions of any spans, doubled, in any order and split, at once, in two projects with the same ids: the state of the last versions, and rollups as counted again from the spans', async () => {
  await fc.assert(
    fc.asyncProperty(anyLoad, async ({ a, b, toA, toB }) => {
      const [first, second] = [freshProject(), freshProject()]
      await Promise.all([...toA.map(request => send(first, request)), ...toB.map(request => send(second, request))])
      for (const [ctx, traces] of [
        [first, a],
        [second, b],
      ] as const) {
        const whole = freshProject()
        await send(whole, traces.map(last))
        expect(await stateOf(ctx)).toEqual(await stateOf(whole))
        expect(await rollupsOf(database.db.pool, ctx.projectId)).toEqual(await recount(database.db.pool, ctx.projectId))
        expect(await strayed(ctx)).toBe(0)
      }
    }),
    { numRuns: 8 },
  )
}, 240_000)

test('after every single span the rollups are exact', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTraces
        .map(traces => traces.flat())
        .chain(all => fc.shuffledSubarray(all, { minLength: 1, maxLength: Math.min(all.length, 16) })),
      async spans => {
        const ctx = freshProject()
        for (const span of spans) {
          await send(ctx, [span])
          expect(await rollupsOf(database.db.pool, ctx.projectId)).toEqual(
            await recount(database.db.pool, ctx.projectId),
          )
        }
      },
    ),
    { numRuns: 5 },
  )
}, 240_000)
