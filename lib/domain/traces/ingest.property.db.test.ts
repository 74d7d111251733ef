import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { otlpSpan, scope } from './normalise/test-span.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { anyRequests } from './testing/any-requests.ts'
import { anyTrace, type Versions } from './testing/any-traces.ts'
import { projectState } from './testing/project-state.ts'
import { recount } from './testing/recount.ts'
import { rollupsOf } from './testing/rollups-of.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

const anyTraces = fc.tuple(anyTrace(1), anyTrace(2), anyTrace(3)).map(traces => traces.flat())
const last = (versions: Versions): OtlpSpan => versions[versions.length - 1] as OtlpSpan

/** Two projects with the same ids and different contents, and requests for each. */
const anyLoad = fc
  .tuple(anyTraces, anyTraces)
  .chain(([a, b]) =>
    fc.record({ a: fc.constant(a), b: fc.constant(b), toA: anyRequests(a.flat(), 8), toB: anyRequests(b.flat(), 8) }),
  )

/** The spans of a trace stay in the partition of its first request: a moved start or midnight does not change it. */
async function strayed(ctx: Context): Promise<number> {
  const { rows } = await database.db.pool.query(
    `select count(*)::int as n from (select project_id, day, trace_id from span union all select project_id, day, trace_id from span_payload) s
     left join trace t using (project_id, trace_id) where project_id = $1 and t.day is distinct from s.day`,
    [ctx.projectId],
  )
  return rows[0].n
}

test(
  'any versions of any spans, doubled, in any order and split, at once, in two projects with the same ids: the state of the last versions, and rollups as counted again from the spans',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyLoad, async ({ a, b, toA, toB }) => {
        const [first, second] = [newProject(), newProject()]
        await Promise.all([...toA.map(request => send(first, request)), ...toB.map(request => send(second, request))])
        for (const [ctx, traces] of [
          [first, a],
          [second, b],
        ] as const) {
          const whole = newProject()
          await send(whole, traces.map(last))
          expect(await projectState(ctx)).toEqual(await projectState(whole))
          expect(await rollupsOf(ctx)).toEqual(await recount(ctx))
          expect(await strayed(ctx)).toBe(0)
        }
      }),
      propertyRuns(8),
    )
  },
  timeLimit(240_000),
)

test(
  'after every single span the rollups are exact',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTraces
          .map(traces => traces.flat())
          .chain(all => fc.shuffledSubarray(all, { minLength: 1, maxLength: Math.min(all.length, 16) })),
        async spans => {
          const ctx = newProject()
          for (const span of spans) {
            await send(ctx, [span])
            expect(await rollupsOf(ctx)).toEqual(await recount(ctx))
          }
        },
      ),
      propertyRuns(5),
    )
  },
  timeLimit(240_000),
)

test('where an agent with tokens shares a response id with a call without tokens, the rollups equal a recount', async () => {
  const begin = BigInt(Date.UTC(2026, 9, 31, 23, 59, 30)) * 1_000_000n
  const span = (id: number, parentSpanId: string | null, name: string, attributes: OtlpSpan['attributes']) =>
    otlpSpan(attributes, {
      ...scope(name),
      spanId: `000000000000000${id}`,
      parentSpanId,
      startTimeUnixNano: begin,
      endTimeUnixNano: begin + 1n,
    })
  const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' }
  const agent = { 'gen_ai.operation.name': 'invoke_agent' }
  const outer = '0000000000000001'
  const answer = { 'gen_ai.response.id': 'r2' }
  const ctx = newProject()
  await send(ctx, [
    span(1, null, 'app', chat),
    span(2, outer, 'app', { ...chat, ...answer }),
    span(3, outer, 'sdk', { ...agent, ...answer, 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 1 }),
    span(4, outer, 'app', agent),
  ])
  const rollups = await rollupsOf(ctx)
  expect(rollups).toEqual(await recount(ctx))
  expect(Object.keys(rollups.bins ?? {}).filter(key => /run_steps/.test(key))).toEqual([
    '60|2026-10-31 23:59|||||run||||run_steps|0',
    '3600|2026-10-31 23:00|||||run||||run_steps|0',
    '86400|2026-10-31 00:00|||||run||||run_steps|0',
    '604800|2026-10-29 00:00|||||run||||run_steps|0',
  ])
})
