import { describe, expect, test } from 'vitest'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { normaliseLog } from '#lib/domain/traces/normalise/log.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { mergeParts, renderParts } from '#lib/domain/traces/normalise/text/parts.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import { truths } from './recordings.truth.ts'
import type { Truth } from './test-truth.ts'

function spansOf(name: string): CanonicalSpan[] {
  return decodeRecording(name).spans.flatMap(span => {
    const canonical = normalise(span)
    return canonical === null ? [] : [priceSpan(canonical)]
  })
}

const known = (span: CanonicalSpan) => span.usage.input !== null || span.usage.output !== null
const calls = new Set(['llm', 'embedding'])

/** The leaf rule in its simplest form: a span's usage counts unless a descendant has some. */
function counted(spans: CanonicalSpan[]): CanonicalSpan[] {
  const below = (span: CanonicalSpan): CanonicalSpan[] => {
    const children = spans.filter(child => child.traceId === span.traceId && child.parentSpanId === span.spanId)
    return children.flatMap(child => [child, ...below(child)])
  }
  return spans.filter(span => known(span) && !below(span).some(known))
}

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0)
const distinct = <T>(values: (T | null)[]): T[] => [...new Set(values)].filter(value => value !== null).sort() as T[]

function measure(spans: CanonicalSpan[]): Truth {
  const leaves = counted(spans)
  const kinds: Truth['kinds'] = {}
  for (const { kind } of spans) kinds[kind] = (kinds[kind] ?? 0) + 1
  const noise = spans.filter(span => span.noise).length
  return {
    spans: spans.length,
    traces: new Set(spans.map(span => span.traceId)).size,
    input: sum(leaves.map(span => span.usage.input)),
    output: sum(leaves.map(span => span.usage.output)),
    kinds,
    frameworks: [...new Set(spans.map(span => span.framework))].sort((a, b) => (a ?? '').localeCompare(b ?? '')),
    agents: distinct(spans.map(span => span.agent)),
    sessions: distinct(spans.map(span => span.sessionId)),
    users: distinct(spans.map(span => span.userId)),
    errors: distinct(spans.filter(span => span.status === 'error').map(span => span.name)),
    ...(noise > 0 ? { noise } : {}),
  }
}

test.each(Object.entries(truths))('%s is read with the right figures', (name, truth) => {
  expect(measure(spansOf(name))).toEqual(truth)
})

test.each(Object.keys(truths))(
  '%s: usage counts on calls only, every call with a known model is priced, and no other span',
  name => {
    const spans = spansOf(name)
    expect(counted(spans).every(span => calls.has(span.kind))).toBe(true)
    for (const span of spans) {
      const priced = calls.has(span.kind) && span.usage.input !== null
      expect([span.name, span.computedCostNanos !== null]).toEqual([span.name, priced])
      expect(span.priceVersion !== null).toBe(priced)
    }
  },
)

describe('single facts', () => {
  test('our costs equal those that Pydantic AI computes', () => {
    const leaves = counted(spansOf('pydantic-ai'))
    for (const span of leaves) expect(span.computedCostNanos).toBe(span.reportedCostNanos)
    expect(leaves.reduce((total, span) => total + (span.computedCostNanos ?? 0n), 0n)).toBe(211_350n)
  })

  test('a manual Langfuse generation keeps its reported cost beside the computed one', () => {
    const manual = spansOf('langfuse-py').find(span => span.name === 'manual generation')
    expect(manual).toMatchObject({ reportedCostNanos: 6_000_000n, promptName: 'support-answer', promptVersion: '3' })
    expect(manual?.usage).toEqual({ ...noUsage, input: 1000, output: 200, cacheRead: 300 })
    // 700 x 3 + 300 x 0.30 + 200 x 15 dollars per million
    expect(manual?.computedCostNanos).toBe(5_190_000n)
  })

  test('what the SDK’s limit dropped is unknown, and the conversation is still complete', () => {
    const [span] = spansOf('openinference-openai-128limit')
    expect(span).toMatchObject({ droppedAttributes: 70, computedCostNanos: null, usage: { input: null, output: null } })
    expect(JSON.parse(span?.input ?? '').messages).toHaveLength(90)
  })

  test('two spans of one call carry the id of its answer', () => {
    const spans = spansOf('crewai-both').filter(span => span.responseId === 'chatcmpl-000001')
    expect(spans.map(span => span.scopeName).sort()).toEqual([
      'openinference.instrumentation.openai',
      'opentelemetry.instrumentation.openai.v1',
    ])
  })

  test('streams of AutoGen without usage are unknown, not zero', () => {
    const streams = spansOf('openinference-autogen').filter(span => span.name.endsWith('create_stream'))
    expect(streams.map(span => span.usage.input)).toEqual([null, null])
  })

  test('AutoGen’s links lead to other traces', () => {
    const spans = spansOf('autogen-own')
    const traces = new Set(spans.map(span => span.traceId))
    const links = spans.flatMap(span => span.links.filter(link => link.traceId !== span.traceId))
    expect(links.length).toBeGreaterThan(0)
    expect(links.every(link => traces.has(link.traceId))).toBe(true)
  })

  test('a role with a newline is the same agent everywhere', () => {
    expect(distinct(spansOf('openllmetry-crewai').map(span => span.agent))).toContain('Post-Mortem Writer')
  })

  test('content that is sent in logs is joined with its span', () => {
    const logs = decodeRecording('otel-contrib-openai').records.flatMap(record => normaliseLog(record) ?? [])
    const parts = logs.filter(log => log.spanId === '580b942326fc4573').map(log => log.parts)
    const merged = parts.reduce(mergeParts, [])
    expect(JSON.parse(renderParts(merged, 'input') ?? '')).toEqual([
      { role: 'system', content: 'sys' },
      { role: 'user', content: 'Weather in Paris?' },
    ])
    expect(JSON.parse(renderParts(merged, 'output') ?? '')).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'call_000001' }] },
    ])
    const responses = logs.filter(log => log.spanId === '5c3e4a107be0a3c1').flatMap(log => log.parts)
    expect(JSON.parse(renderParts(responses, 'input') ?? '')).toMatchObject([{ role: 'user' }])
    expect(JSON.parse(renderParts(responses, 'output') ?? '')).toMatchObject([{ role: 'assistant' }])
  })

  test('ordinary log lines add nothing', () => {
    expect(decodeRecording('mastra-otel-proto').records.map(normaliseLog)).toEqual([null, null])
  })
})
