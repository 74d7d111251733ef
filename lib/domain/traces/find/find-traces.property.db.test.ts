import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceCursor } from '#lib/domain/traces/filter-sql.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { traceFilter, traceOrders } from '#lib/domain/traces/list-schemas.ts'
import { anyRequests } from '#lib/domain/traces/testing/any-requests.ts'
import { anyTrace } from '#lib/domain/traces/testing/any-traces.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { findTraces } from './find-traces.ts'

const database = givenDatabase()

const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 })
const anyFilter = fc.record({
  agent: maybe('planner', 'svc'),
  environment: maybe('production', 'staging'),
  release: maybe('v1', 'v2'),
  user: maybe('u1', 'u9'),
  session: maybe('s1'),
  tag: maybe('beta', 'vip'),
  tool: maybe('search'),
  model: maybe('gpt-4o', 'a-model-without-a-price'),
  status: maybe('ok', 'error', 'running'),
  run: maybe('run-a'),
  text: maybe('chat'),
  attribute: maybe('tag.tags', 'padding:x', 'gen_ai.response.id:r1', 'gen_ai.usage.input_tokens', 'user.id:u9'),
  messageTraces: fc.constantFrom('include', 'fold', 'only'),
  from: maybe('2026-11-01T00:00:00Z'),
  to: maybe('2026-11-01T00:00:00Z'),
  sort: fc.constantFrom(...traceOrders),
  limit: fc.integer({ min: 1, max: 4 }),
})

/** Ids of all pages, when so many traces are looked at before an index is asked, and so many of a day are many. */
async function idsOf(ctx: Context, given: Record<string, unknown>, looked: number, many = 1_000): Promise<unknown[]> {
  const ids: unknown[] = []
  let cursor: string | undefined
  do {
    const defined = Object.entries({ ...given, cursor }).filter(([, value]) => value !== undefined)
    const filter = traceFilter.parse(Object.fromEntries(defined.map(([name, value]) => [name, String(value)])))
    const { rows, next } = await findTraces(ctx, filter, { attribute: looked, text: looked, other: looked }, many)
    ids.push(...rows.map(row => row.trace_id))
    cursor = next ? traceCursor(filter.sort).write([next.position, next.traceId]) : undefined
  } while (cursor)
  return ids
}

const anyTraces = fc.tuple(...[1, 2, 3, 4, 5, 6].map(id => anyTrace(id, 5))).map(traces => traces.flat(2))
const anyLoad = anyTraces.chain(spans => fc.record({ requests: anyRequests(spans, 8), old: fc.boolean() }))

test(
  'any filter in any order finds through an index what looking at every trace finds, page by page',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLoad,
        fc.array(anyFilter, { minLength: 8, maxLength: 8 }),
        async ({ requests, old }, filters) => {
          const ctx = freshProject(database.db)
          for (const spans of requests) await ingestTraces(ctx, { spans, rejected: [] })
          // As traces are that were stored before there were marks.
          if (old)
            await database.db.pool.query(
              "update trace set marked = false where project_id = $1 and trace_id like '%1'",
              [ctx.projectId],
            )
          if (old)
            await database.db.pool.query("delete from trace_marks where project_id = $1 and trace_id like '%1'", [
              ctx.projectId,
            ])
          for (const filter of filters) {
            const everyTrace = await idsOf(ctx, filter, 1_000)
            for (const many of [1, 2, 1_000])
              expect(await idsOf(ctx, filter, 1, many), `${JSON.stringify(filter)}, ${many}`).toEqual(everyTrace)
          }
        },
      ),
      propertyRuns(12),
    )
  },
  timeLimit(240_000),
)
