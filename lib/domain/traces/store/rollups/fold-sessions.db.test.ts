import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'

const database = givenDatabase()

interface Sent {
  trace: number
  span: number
  session: string | null
  user: string | null
  agent: string | null
  startMs: number
  /** Of two versions of a span, the one that ends later stands. */
  ms: number
  failed: boolean
  tokens: number | null
}

const anySpan: fc.Arbitrary<Sent> = fc.record({
  trace: fc.integer({ min: 1, max: 4 }),
  span: fc.integer({ min: 1, max: 3 }),
  session: fc.constantFrom('s1', 's2', null),
  user: fc.constantFrom('ann', 'bob', null),
  agent: fc.constantFrom('writer', 'editor', null),
  startMs: fc.nat(5_000),
  ms: fc.nat(5_000),
  failed: fc.boolean(),
  tokens: fc.option(fc.nat(100)),
})

function spanOf(sent: Sent) {
  const start = BigInt(Date.UTC(2026, 0, 5) + sent.startMs) * 1_000_000n
  const known = Object.entries({
    'session.id': sent.session,
    'user.id': sent.user,
    'gen_ai.agent.name': sent.agent,
    'gen_ai.usage.input_tokens': sent.tokens,
  }).filter((entry): entry is [string, string | number] => entry[1] !== null)
  return otlpSpan(
    { 'gen_ai.operation.name': 'chat', ...Object.fromEntries(known) },
    {
      traceId: `${sent.trace}`.padStart(32, '0'),
      spanId: `${sent.span}`.padStart(16, '0'),
      parentSpanId: sent.span === 1 ? null : '1'.padStart(16, '0'),
      startTimeUnixNano: start,
      endTimeUnixNano: start + BigInt(sent.ms) * 1_000_000n,
      ...(sent.failed && { status: { code: 2, message: 'no' } }),
    },
  )
}
const send = (ctx: Context, sent: readonly Sent[]) => ingestTraces(ctx, { spans: sent.map(spanOf), rejected: [] })

const kept = `session_id, first_us, last_us, user_id, agents, environments, traces, message_traces, errors, llm_calls, tool_calls,
  input_tokens, output_tokens, cost_nanos, unpriced_spans, unmetered_calls`
const stored = (ctx: Context) =>
  rowsOf(ctx, `select ${kept} from agent_session where project_id = $1 order by session_id`)

/** The same from the rows of the traces, which their own tests hold against the spans. */
const recounted = (ctx: Context) =>
  rowsOf(
    ctx,
    `select session_id, min(start_us) as first_us, max(start_us + duration_us) as last_us,
       (array_agg(user_id order by user_id))[1] as user_id,
       array(select distinct x.agent from trace x where x.project_id = $1 and x.session_id = t.session_id and x.agent is not null order by 1) as agents,
       array(select distinct x.environment from trace x where x.project_id = $1 and x.session_id = t.session_id and x.environment is not null order by 1) as environments,
       count(*) as traces, sum((noise_count = span_count)::int) as message_traces, sum((status = 'error')::int) as errors,
       sum(llm_calls) as llm_calls, sum(tool_calls) as tool_calls, coalesce(sum(input_tokens), 0)::bigint as input_tokens,
       coalesce(sum(output_tokens), 0)::bigint as output_tokens, coalesce(sum(cost_nanos), 0)::bigint as cost_nanos,
       sum(unpriced_spans) as unpriced_spans, sum(unmetered_calls) as unmetered_calls
     from trace t where project_id = $1 and session_id is not null group by session_id order by session_id`,
  )

test(
  'after every request, in any order, doubled and with versions that take things back: what the traces say',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anySpan, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        async requests => {
          const ctx = freshProject(database.db)
          for (const request of requests) {
            await send(ctx, request)
            expect(await stored(ctx)).toEqual(await recounted(ctx))
          }
          await Promise.all(requests.map(request => send(ctx, request)))
          expect(await stored(ctx)).toEqual(await recounted(ctx))
        },
      ),
      propertyRuns(25),
    )
  },
  timeLimit(90_000),
)

test('many requests at once for one session', async () => {
  const ctx = freshProject(database.db)
  const sent = Array.from({ length: 24 }, (_, i): Sent[] => [
    {
      trace: i,
      span: 1,
      session: i % 8 === 0 ? 's2' : 's1',
      user: 'ann',
      agent: `agent-${i % 3}`,
      startMs: i * 100,
      ms: 10,
      failed: i % 5 === 0,
      tokens: i,
    },
  ])
  await Promise.all(sent.map(request => send(ctx, request)))
  expect(await stored(ctx)).toEqual(await recounted(ctx))
  expect(await stored(ctx)).toHaveLength(2)
  // All of them move to the other session: the first is no more.
  await Promise.all(
    sent.map(request =>
      send(
        ctx,
        request.map(one => ({ ...one, session: 's2', ms: 20 })),
      ),
    ),
  )
  expect(await stored(ctx)).toEqual(await recounted(ctx))
  expect(await stored(ctx)).toHaveLength(1)
})
