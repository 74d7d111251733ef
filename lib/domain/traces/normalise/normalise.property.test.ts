import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CanonicalSpan, spanKinds } from '#lib/domain/traces/canonical.ts'
import type { Attributes, AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { normaliseLog } from './log.ts'
import { normalise } from './normalise.ts'
import { otlpSpan } from './test-span.ts'

/** Keys that some table reads, so that arbitrary values reach every reader. */
const keys = [
  'gen_ai.operation.name gen_ai.provider.name gen_ai.request.model gen_ai.response.model gen_ai.usage.input_tokens gen_ai.usage.output_tokens',
  'gen_ai.usage.cache_read.input_tokens gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions gen_ai.tool.name gen_ai.agent.name',
  'gen_ai.response.finish_reasons gen_ai.conversation.id gen_ai.event.content openinference.span.kind llm.token_count.prompt llm.model_name',
  'llm.invocation_parameters llm.input_messages.0.message.role llm.input_messages.0.message llm.input_messages.0 llm.input_messages.1.a.b.c',
  'metadata tag.tags input.value output.value tool.parameters evaluations.0.evaluation.name evaluations.0.evaluation.score evaluations.0',
  'langfuse.observation.type langfuse.observation.usage_details langfuse.observation.cost_details langfuse.observation.completion_start_time',
  'langfuse.observation.level langfuse.environment mastra.span.type mastra.tags traceloop.span.kind ai.operationId ai.response.toolCalls',
  'ai.response.msToFirstChunk error.type exception.type exception.escaped exception.message operation.cost gen_ai.evaluation.name content message',
  'logfire.span_type messaging.operation db.system mcp.method.name crewai.crew.id gen_ai.evaluation.score.value index authorization __proto__',
].flatMap(line => line.split(' '))

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
  fc.constantFrom('LLM', 'generation', 'chat', '[', '"', 'resp_1', 'constructor', 'valueOf', '__proto__'),
)
const { value } = fc.letrec<{ value: AttributeValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), fc.constant('__proto__')), tie('value'), { maxKeys: 4 }),
  ),
}))
const attributes: fc.Arbitrary<Attributes> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { arbitrary: fc.constantFrom(...keys), weight: 4 },
        { arbitrary: fc.string({ maxLength: 20 }), weight: 1 },
      ),
      value,
    ),
    { maxLength: 14 },
  )
  .map(entries => Object.fromEntries(entries))
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const name = fc.oneof(
  text,
  fc.constantFrom('autogen process x', 'Crew.kickoff', '__start__', 'ai', 'openinference.instrumentation.autogen'),
)
const event = fc.record({
  timeUnixNano: nanos,
  name: fc.oneof(
    name,
    fc.constantFrom('exception', 'gen_ai.user.message', 'gen_ai.choice', 'gen_ai.evaluation.result'),
  ),
  attributes,
})

const span: fc.Arbitrary<OtlpSpan> = fc
  .record({
    resource: attributes,
    scope: name,
    name,
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes,
    droppedAttributesCount: fc.nat(),
    events: fc.array(event, { maxLength: 3 }),
    links: fc.array(fc.record({ traceId: fc.constant('a'), spanId: fc.constant('b'), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.integer(), message: text }),
  })
  .map(({ resource, scope, ...rest }) =>
    otlpSpan({}, { ...rest, resource: { attributes: resource }, scope: { name: scope, version: '', attributes: {} } }),
  )

function check(canonical: CanonicalSpan): void {
  const { reportedCostNanos, computedCostNanos, ...plain } = canonical
  // What JSON drops or changes on the way would differ after the round trip.
  expect(JSON.parse(JSON.stringify(plain))).toEqual(plain)
  JSON.stringify(plain, (key, inner) => {
    for (const text of [key, inner])
      if (typeof text === 'string') expect(text.isWellFormed() && !text.includes('\0')).toBe(true)
    return inner
  })
  expect(spanKinds).toContain(canonical.kind)
  expect(canonical.endUs === null || canonical.endUs >= canonical.startUs).toBe(true)
  for (const count of [canonical.startUs, ...Object.values(canonical.usage), canonical.ttftUs]) {
    expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true)
  }
  for (const money of [reportedCostNanos, computedCostNanos]) expect(money === null || money >= 0n).toBe(true)
  for (const field of [
    canonical.agent,
    canonical.sessionId,
    canonical.userId,
    canonical.model,
    canonical.tool,
    canonical.release,
  ]) {
    expect(field === null || (field.length > 0 && field.length <= 200)).toBe(true)
  }
}

test('whatever a client sends becomes a span that JSON and Postgres can hold, the same each time', () => {
  fc.assert(
    fc.property(span, received => {
      const canonical = normalise(received)
      if (canonical === null) return
      check(priceSpan(canonical))
      expect(normalise(received)).toEqual(canonical)
    }),
    { numRuns: 1000 },
  )
})

test('whatever a log record holds, it is read or ignored', () => {
  fc.assert(
    fc.property(event, value, (sent, body) => {
      const log = normaliseLog({
        ...sent,
        resource: { attributes: {} },
        scope: { name: '', version: '', attributes: {} },
        traceId: 'a',
        spanId: 'b',
        eventName: sent.name,
        severityNumber: 9,
        body,
      })
      if (log !== null) expect(JSON.parse(JSON.stringify(log))).toEqual(log)
    }),
    { numRuns: 1000 },
  )
})
