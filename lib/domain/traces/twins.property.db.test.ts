import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { otlpSpan } from './normalise/test-span.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { anyRequests } from './testing/any-requests.ts'
import { projectState } from './testing/project-state.ts'
import { recount } from './testing/recount.ts'
import { rollupsOf } from './testing/rollups-of.ts'

const database = givenDatabase()

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
const start = BigInt(Date.UTC(2026, 10, 27)) * 1_000_000n
const second = 1_000_000_000n

/** Calls beside each other that differ in little: many are one call told twice. */
const anyCall = fc.record({
  parent: fc.constantFrom(null, 1, 1, 1, 2),
  embeds: fc.constantFrom(false, false, false, true),
  scope: fc.constantFrom('app', 'sdk', 'litellm'),
  name: fc.constantFrom('litellm_request', 'chat'),
  model: fc.constantFrom('gpt-4o', 'openai/gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o-mini'),
  output: fc.constantFrom(24, 24, 24, 25),
  cached: fc.constantFrom(undefined, undefined, 0, 64),
  id: fc.constantFrom(
    undefined,
    undefined,
    'chatcmpl-9695481f-06b3-42ef-b117-f4a7607c085a',
    'chatcmpl-1f0c55ae-97d4-4f0b-8f4e-2b8f0c1d7a11',
    'chatcmpl-B93gh8Ioi4jFwb2ngF4V1wGlcS4nE',
    'r1',
  ),
  starts: fc.constantFrom(0n, 0n, 1n, 9n),
  lasts: fc.constantFrom(8n, 8n, 5n),
})

const anySpans = fc.array(anyCall, { minLength: 2, maxLength: 9, size: 'max' }).map(calls => {
  const root = (n: number) => span(n, null, n === 1 ? 'agent' : 'chain', { 'gen_ai.operation.name': 'invoke_agent' })
  return [root(1), root(2), ...calls.map((call, i) => callSpan(i + 3, call))]
})

function span(n: number, parent: number | null, name: string, attributes: OtlpSpan['attributes'], rest = {}): OtlpSpan {
  return otlpSpan(attributes, {
    ...{ traceId: hex(7, 32), spanId: hex(n, 16), parentSpanId: parent === null ? null : hex(parent, 16), name },
    ...{ startTimeUnixNano: start, endTimeUnixNano: start + 99n * second },
    ...rest,
  })
}

function callSpan(n: number, call: typeof anyCall extends fc.Arbitrary<infer T> ? T : never): OtlpSpan {
  const told = {
    'gen_ai.operation.name': call.embeds ? 'embeddings' : 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': call.model,
    'gen_ai.usage.input_tokens': 120,
    ...(call.embeds ? {} : { 'gen_ai.usage.output_tokens': call.output }),
    ...(call.cached === undefined ? {} : { 'gen_ai.usage.cache_read.input_tokens': call.cached }),
    ...(call.id === undefined ? {} : { 'gen_ai.response.id': call.id }),
  }
  const begin = start + call.starts * second
  return span(n, call.parent, call.name, told, {
    scope: { name: call.scope, version: '', attributes: {} },
    ...{ startTimeUnixNano: begin, endTimeUnixNano: begin + call.lasts * second },
  })
}

test(
  'calls told twice, in any order and requests: as sent at once, and as counted again by other code',
  async () => {
    const load = anySpans.chain(spans => fc.tuple(fc.constant(spans), anyRequests(spans, 8)))
    await fc.assert(
      fc.asyncProperty(load, async ([spans, requests]) => {
        const [ctx, whole] = [freshProject(database.db), freshProject(database.db)]
        for (const request of requests) await ingestTraces(ctx, { spans: request, rejected: [] })
        await ingestTraces(whole, { spans, rejected: [] })
        expect(await projectState(ctx)).toEqual(await projectState(whole))
        expect(await rollupsOf(ctx)).toEqual(await recount(ctx))
      }),
      propertyRuns(30),
    )
  },
  timeLimit(120_000),
)
