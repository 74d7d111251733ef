import fc from 'fast-check'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

/** A span in the versions that clients may send of it, the last the most complete. */
export type Versions = [...earlier: OtlpSpan[], last: OtlpSpan]

const second = 1_000_000_000n
/** Half a minute before midnight UTC: spans, and moves of their start, fall on both days. */
const begin = BigInt(Date.UTC(2026, 9, 31, 23, 59, 30)) * 1_000_000n

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** What one span says. `parent` is the position of an earlier span, or beyond all: then it never comes. */
const anySpan = fc.record({
  parent: fc.nat(40),
  does: fc.constantFrom('invoke_agent', 'create_agent', 'chat', 'chat', 'execute_tool', 'embeddings', 'plan', 'noise'),
  agent: maybe(fc.constantFrom('planner', 'writer')),
  session: maybe(fc.constantFrom('s1', 's2')),
  user: maybe(fc.constantFrom('u1', 'u2')),
  environment: maybe(fc.constantFrom('production', 'staging')),
  release: maybe(fc.constantFrom('v1', 'v2')),
  prompt: maybe(fc.tuple(fc.constantFrom('a', 'b@2'), fc.constantFrom('1', 'v2', '02', 'latest'))),
  tag: maybe(fc.constantFrom('beta', 'vip')),
  model: fc.constantFrom('gpt-4o', 'a-model-without-a-price'),
  provider: maybe(fc.constantFrom('openai', 'azure')),
  tokens: maybe(
    fc.oneof(
      fc.tuple(fc.nat(5000), fc.nat(500), fc.nat(100), fc.nat(50)),
      fc.tuple(fc.constant(120), fc.nat(9)),
      // Spans beside each other with the same tokens may tell of one call.
      fc.constant([120, 24] as const),
    ),
  ),
  reported: fc.option(fc.nat(9), { nil: undefined, freq: 6 }),
  answer: maybe(fc.constantFrom('r1', 'r2', 'msg_01XFDUDYJgAACzvnptvVoYEL')),
  scope: fc.constantFrom('app', 'sdk', 'litellm'),
  firstToken: maybe(fc.nat(20)),
  failed: fc.boolean(),
  start: fc.nat(90),
  lasts: fc.nat(40),
  earlier: fc.subarray(['open', 'moved', 'bare'] as const),
})
type AnySpan = typeof anySpan extends fc.Arbitrary<infer T> ? T : never

/** A trace as its spans' versions, in any shape: several roots, orphans, wrappers with usage of their own. */
export const anyTrace = (traceId: number, maxLength = 14): fc.Arbitrary<Versions[]> =>
  fc
    .tuple(maybe(fc.constantFrom('run-a', 'run-b')), fc.array(anySpan, { minLength: 1, maxLength, size: 'max' }))
    .map(([run, spans]) => spans.map((span, i) => versionsOf(traceId, i, span, run)))

function versionsOf(trace: number, i: number, span: AnySpan, run: string | undefined): Versions {
  const start = begin + BigInt(span.start) * second
  const whole = otlpSpan(attributesOf(span, run), {
    traceId: hex(trace, 32),
    spanId: hex(i + 1, 16),
    // Parents come before their children in the list, so that no ring can be: rings have a test of their own.
    parentSpanId: i === 0 ? null : hex(span.parent < 30 ? (span.parent % i) + 1 : 999, 16),
    name: span.does === 'noise' ? '__start__' : `${span.does} ${i}`,
    scope: {
      name: span.does === 'noise' ? 'openinference.instrumentation.langchain' : span.scope,
      version: '',
      attributes: {},
    },
    resource: { attributes: { 'service.name': 'svc' } },
    startTimeUnixNano: start,
    endTimeUnixNano: start + BigInt(span.lasts) * second + 1n,
    status: { code: span.failed ? 2 : 0, message: '' },
  })
  const few: Attributes = { 'gen_ai.operation.name': 'plan', 'gen_ai.agent.name': 'nobody', 'user.id': 'u9' }
  const versions = {
    open: { ...whole, endTimeUnixNano: 0n, attributes: few },
    moved: { ...whole, startTimeUnixNano: start - 90n * second, endTimeUnixNano: start - second },
    bare: { ...whole, attributes: {}, status: { code: 0, message: '' } },
  }
  return [...span.earlier.map(name => versions[name]), whole]
}

function attributesOf(span: AnySpan, run: string | undefined): Attributes {
  const calls = span.does === 'chat' || span.does === 'embeddings'
  const [input, output, cached, written] = span.tokens ?? []
  return present({
    'gen_ai.operation.name': span.does === 'noise' ? undefined : span.does,
    'gen_ai.agent.name': span.agent,
    'gen_ai.tool.name': span.does === 'execute_tool' ? 'search' : undefined,
    'gen_ai.request.model': calls ? span.model : undefined,
    'gen_ai.provider.name': calls ? span.provider : undefined,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'gen_ai.usage.cache_read.input_tokens': cached,
    'gen_ai.usage.cache_creation.input_tokens': written,
    'gen_ai.usage.cost': calls ? span.reported : undefined,
    'gen_ai.response.id': span.answer,
    'gen_ai.response.time_to_first_chunk': span.firstToken,
    'session.id': span.session,
    'user.id': span.user,
    'deployment.environment.name': span.environment,
    'holdpoint.release': span.release,
    'holdpoint.run.id': run,
    'gen_ai.prompt.name': span.prompt?.[0],
    'gen_ai.prompt.version': span.prompt?.[1],
    'tag.tags': span.tag === undefined ? undefined : [span.tag],
    // More than any earlier version has.
    padding: 'x',
    more: 'y',
    most: 'z',
  })
}

function present(attributes: Record<string, Attributes[string] | undefined>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Attributes
}
