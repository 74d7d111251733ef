import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spanKinds } from '#lib/domain/traces/canonical.ts'
import { MemoryTrace } from '#lib/domain/traces/testing/memory-store.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import type { SpanState } from './attribution/span-state.ts'
import type { Received } from './tables/received.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 20 }, { arbitrary, weight: 1 })
const identity = fc.record({
  agent: maybe(fc.constantFrom('planner', 'writer')),
  framework: maybe(fc.constantFrom('f1', 'f2')),
  release: maybe(fc.constant('v1')),
  environment: maybe(fc.constantFrom('production', 'staging')),
  sessionId: maybe(fc.constantFrom('s1', 's2')),
  userId: maybe(fc.constant('u1')),
  runId: rarely(fc.constantFrom('run-a', 'run-a', 'run-b')),
})
/** Often the same: spans beside each other may tell of one call. */
const tokens = maybe(fc.oneof(fc.constant(7), fc.nat(20)))

/** As LiteLLM makes them up. */
const ownId = (digit: string) => `chatcmpl-9695481f-06b3-42ef-b117-f4a7607c085${digit}`

/** One version of a span of any kind, below any other: also loops, orphans and later versions that correct earlier ones. */
const version = fc.record({
  id: fc.oneof(fc.nat(11), fc.nat(60)),
  parent: fc.nat(24),
  kind: fc.constantFrom(...spanKinds, 'llm' as const, 'llm' as const, 'chain' as const),
  operation: fc.constantFrom(null, null, 'chat', 'create_agent'),
  noise: fc.integer({ min: 0, max: 3 }).map(n => n === 0),
  status: fc.constantFrom('ok' as const, 'error' as const),
  startUs: fc.nat(90).map(seconds => seconds * 1_000_000),
  lasts: maybe(fc.nat(60).map(seconds => seconds * 1_000_000)),
  own: identity,
  serviceName: fc.constantFrom('svc', 'svc', null),
  traceName: maybe(fc.constantFrom('t1', 't2')),
  tags: fc.subarray(['a', 'b']),
  model: maybe(fc.constantFrom('m1', 'm2')),
  provider: maybe(fc.constantFrom('p1', 'p2')),
  tool: maybe(fc.constantFrom('x', 'y')),
  prompt: maybe(fc.constantFrom('p@1', 'p@2', 'q@1')),
  responseId: maybe(fc.constantFrom('r1', 'r2', ownId('a'), ownId('b'))),
  scopeName: fc.constantFrom('app', 'sdk', 'litellm'),
  input: tokens,
  output: tokens,
  cacheWrite: tokens,
  costParts: rarely(
    fc.record({ fresh: fc.nat(9), cached: fc.nat(9), written: fc.nat(9), output: fc.nat(9), reasoning: fc.nat(9) }),
  ),
  ttftUs: rarely(fc.nat(900)),
  reportedCost: rarely(fc.nat(9).map(n => BigInt(n))),
  inputPreview: maybe(fc.constantFrom('i1', 'i2')),
  outputPreview: maybe(fc.constantFrom('o1', 'o2')),
  revision: fc.constantFrom(0, 0, 0, 1),
  attributeCount: fc.nat(3),
})
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never

const idOf = (n: number) => n.toString(16).padStart(16, '0')

function received({ id, parent, lasts, ...rest }: Version, place: number): Received {
  const state: SpanState = {
    ...rest,
    spanId: idOf(id),
    // Mostly an earlier span, sometimes any, sometimes one that never comes.
    parentSpanId:
      id === 0
        ? null
        : parent < 18
          ? idOf(parent % id)
          : parent < 20
            ? idOf(parent % 61)
            : parent < 22
              ? null
              : idOf(99),
    name: `span ${id % 3}`,
    endUs: lasts === null ? null : rest.startUs + lasts,
    serviceVersion: null,
    cachedInput: null,
    reasoning: null,
    computedCost: null,
    linkedTraceIds: [],
    contentHash: String(place).padStart(4, '0'),
  }
  return { state, span: { spanId: state.spanId, traceId: 't', attributes: {} } as unknown as Received['span'] }
}

const requests = fc
  .array(version, { minLength: 1, maxLength: 26, size: 'max' })
  .chain(versions => fc.tuple(fc.constant(versions.map(received)), fc.integer({ min: 1, max: 4 })))

/** The result of a trace, without what depends on the way it arrived. */
function outcome({ plan, spans, rollups }: MemoryTrace) {
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    summary: plan?.summary,
    heads: plan?.heads,
    edges: plan?.edges,
    parts: plan?.parts.toSorted((a, b) => (a.part < b.part ? -1 : 1)),
    spans: sorted(new Map([...spans].map(([id, { attributed }]) => [id, attributed]))),
    sums: sorted(rollups.sums),
    bins: sorted(rollups.bins),
    tops: sorted(rollups.tops),
    prompts: sorted(rollups.prompts),
  }
}

test(
  'after each request, whatever it changes or takes back: each span, the row and the rollups as if all had come at once',
  () => {
    fc.assert(
      fc.property(requests, ([all, size]) => {
        const trace = new MemoryTrace('t')
        for (let from = 0; from < all.length; from += size) {
          trace.send(all.slice(from, from + size))
          const whole = new MemoryTrace('t')
          whole.send(all.slice(0, from + size))
          expect(outcome(trace)).toEqual(outcome(whole))
        }
      }),
      propertyRuns(300),
    )
  },
  timeLimit(60_000),
)
