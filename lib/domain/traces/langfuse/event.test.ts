import { describe, expect, test } from 'vitest'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { type Event, eventSchema, readEvent } from './event.ts'
import { rootIdOf, spanIdOf, traceIdOf } from './ids.ts'
import { type Fields, merge } from './merge.ts'
import { observationTimes, spanOf, traceTimes } from './span.ts'

const noon = Date.UTC(2026, 10, 24, 12) * 1000
const base = '2026-11-24T12:00:00'

const event = (type: string, body: Record<string, unknown>, second = 0): Event =>
  eventSchema.parse({ id: `${type}-${second}`, type, timestamp: `${base}.${second}00Z`, body })

/** The observation that these events make, as it is stored. */
function observation(...events: Event[]) {
  const updates = events.map((one, place) => {
    const update = readEvent(one, place)
    if (typeof update === 'string') throw new Error(update)
    return update
  })
  const [first] = updates
  if (!first) throw new Error('no event')
  const fields = updates.map(update => update.fields).reduce<Fields>(merge, {})
  const times = first.objectId === '' ? traceTimes(fields, { startUs: null, endUs: null }) : observationTimes(fields)
  const span = normalise(spanOf(first.traceId, first.objectId, fields, times))
  if (!span) throw new Error('no span')
  return span
}

const generation = (body: Record<string, unknown>) =>
  observation(event('generation-create', { id: 'g', traceId: 't', ...body }))
const none = noUsage

describe('usage', () => {
  test.each<[string, Record<string, unknown>, object]>([
    ['generic', { usage: { input: 120, output: 24, total: 144, unit: 'TOKENS' } }, { input: 120, output: 24 }],
    ['without a unit', { usage: { input: 120, output: 24, unit: null } }, { input: 120, output: 24 }],
    ["OpenAI's in camel case", { usage: { promptTokens: 120, completionTokens: 24 } }, { input: 120, output: 24 }],
    [
      "OpenAI's whole, inclusive",
      { usage: { prompt_tokens: 120, completion_tokens: 24, prompt_tokens_details: { cached_tokens: 64 } } },
      { input: 120, output: 24, cacheRead: 64 },
    ],
    [
      'buckets that exclude one another',
      { usageDetails: { input: 56, input_cached_tokens: 64, output: 20, output_reasoning_tokens: 4 } },
      { input: 120, output: 24, cacheRead: 64, reasoning: 4 },
    ],
    [
      'buckets within a total',
      { usageDetails: { input: 120, input_cached_tokens: 64, output: 24, total: 144 } },
      { input: 120, output: 24, cacheRead: 64 },
    ],
    [
      'the newer form before the older',
      { usage: { input: 1, output: 1 }, usageDetails: { input: 120, output: 24 } },
      { input: 120, output: 24 },
    ],
    [
      'an empty newer form beside the older',
      { usage: { input: 120, output: 24 }, usageDetails: {} },
      { input: 120, output: 24 },
    ],
    ['characters are no tokens', { usage: { input: 480, output: 96, unit: 'CHARACTERS' } }, {}],
    ['a total alone tells neither', { usage: { total: 144 } }, {}],
    ['nothing', { usage: null }, {}],
  ])('%s', (_, body, usage) => {
    expect(generation(body).usage).toEqual({ ...none, ...usage })
  })

  test('an update may use the other form of usage than the creation: the later one counts', () => {
    const span = observation(
      event('generation-create', { id: 'g', traceId: 't', usageDetails: { input: 1, output: 1 } }),
      event('generation-update', { id: 'g', traceId: 't', usage: { input: 120, output: 24 } }, 1),
    )
    expect(span.usage).toEqual({ ...none, input: 120, output: 24 })
  })
})

describe('cost', () => {
  test.each<[string, Record<string, unknown>, bigint | null]>([
    ['a total', { costDetails: { input: 0.001, output: 0.002, total: 0.003 } }, 3_000_000n],
    ['parts', { costDetails: { input: 0.001, output: 0.002 } }, 3_000_000n],
    ['the older form', { usage: { input: 1, output: 1, totalCost: 0.5 } }, 500_000_000n],
    ['the older form in parts', { usage: { inputCost: 0.1, outputCost: 0.2 } }, 300_000_000n],
    ['none', { usage: { input: 1, output: 1 } }, null],
  ])('%s', (_, body, nanos) => {
    expect(generation(body).reportedCostNanos).toBe(nanos)
  })
})

describe('an observation', () => {
  test('the special type of an update is kept, in whichever order they come', () => {
    const tool = event('tool-create', { id: 'o', traceId: 't', name: 'search' })
    const update = event('span-update', { id: 'o', traceId: 't', output: { hits: 2 } }, 1)
    for (const order of [
      [tool, update],
      [update, tool],
    ]) {
      expect(observation(...order)).toMatchObject({ kind: 'tool', tool: 'search', output: '{"hits":2}' })
    }
  })

  test.each([
    ['generation-create', {}, 'llm'],
    ['embedding-create', {}, 'embedding'],
    ['agent-create', {}, 'agent'],
    ['retriever-create', {}, 'retriever'],
    ['guardrail-create', {}, 'guardrail'],
    ['evaluator-create', {}, 'evaluator'],
    ['span-create', {}, 'chain'],
    ['observation-create', { type: 'GENERATION' }, 'llm'],
    ['observation-update', {}, 'chain'],
    ['observation-create', { type: 'something new' }, 'chain'],
  ])('%s %j', (type, body, kind) => {
    expect(observation(event(type, { id: 'o', traceId: 't', ...body })).kind).toBe(kind)
  })

  test('is running until its end is reported; an event ends when it happens', () => {
    const startTime = `${base}.250Z`
    expect(observation(event('span-create', { id: 'o', traceId: 't', startTime }))).toMatchObject({
      startUs: noon + 250_000,
      endUs: null,
    })
    expect(observation(event('event-create', { id: 'o', traceId: 't', startTime }))).toMatchObject({
      startUs: noon + 250_000,
      endUs: noon + 250_000,
    })
  })

  test('without a start, it starts with its first event', () => {
    const first = event('span-update', { id: 'o', traceId: 't', endTime: `${base}.900Z` }, 1)
    const second = event('span-update', { id: 'o', traceId: 't', level: 'ERROR', statusMessage: 'refused' }, 2)
    expect(observation(second, first)).toMatchObject({
      startUs: noon + 100_000,
      endUs: noon + 900_000,
      status: 'error',
      statusMessage: 'refused',
    })
  })

  test('null changes nothing; metadata is merged; unknown fields are kept', () => {
    const span = observation(
      event('span-create', { id: 'o', traceId: 't', output: 'kept', metadata: { a: 1, b: { c: 2 } }, novelty: [1] }),
      event('span-update', { id: 'o', traceId: 't', output: null, metadata: { a: 3 } }, 1),
    )
    expect(span.output).toBe('kept')
    expect(span.attributes).toMatchObject({
      'langfuse.observation.metadata.a': '3',
      'langfuse.observation.metadata.b': '{"c":2}',
      'langfuse.observation.novelty': '[1]',
    })
  })

  test("Python's underscores and JavaScript's camel case are one", () => {
    const python = {
      start_time: `${base}.100Z`,
      end_time: `${base}.400Z`,
      parent_observation_id: 'p',
      status_message: 'late',
      model_parameters: { temperature: 0 },
      usage_details: { input: 120, output: 24 },
      cost_details: { total: 0.003 },
      completion_start_time: `${base}.200Z`,
      prompt_name: 'answer',
      prompt_version: 3,
    }
    const camel = Object.fromEntries(
      Object.entries(python).map(([name, value]) => [name.replace(/_(\w)/g, (_, c) => c.toUpperCase()), value]),
    )
    expect(generation(python)).toEqual(generation(camel))
    expect(generation(python)).toMatchObject({
      parentSpanId: spanIdOf(traceIdOf('t'), 'p'),
      ttftUs: 100_000,
      promptName: 'answer',
      promptVersion: '3',
      reportedCostNanos: 3_000_000n,
    })
  })

  test('is below its parent, or else below the trace; without a trace it is a trace itself', () => {
    const own = observation(event('span-create', { id: 'o' }))
    expect(own).toMatchObject({ traceId: traceIdOf('o'), parentSpanId: rootIdOf(traceIdOf('o')) })
    expect(observation(event('span-create', { id: 'o', traceId: 't', parentObservationId: null })).parentSpanId).toBe(
      rootIdOf(traceIdOf('t')),
    )
  })
})

describe('a trace', () => {
  test('starts at its first time, merges its tags, and keeps what later events leave out', () => {
    const span = observation(
      event('trace-create', { id: 't', name: 'plan', userId: 'ann', tags: ['b', 'a'], timestamp: `${base}.100Z` }),
      event('trace-create', { id: 't', sessionId: 's', tags: ['c'], timestamp: `${base}.700Z`, output: 'done' }, 1),
    )
    expect(span).toMatchObject({
      spanId: rootIdOf(traceIdOf('t')),
      parentSpanId: null,
      traceName: 'plan',
      startUs: noon + 100_000,
      endUs: noon + 100_000,
      userId: 'ann',
      sessionId: 's',
      tags: ['a', 'b', 'c'],
      output: 'done',
    })
  })

  test("Python's decorator reports its times and its failure", () => {
    const body = { id: 't', start_time: `${base}.1Z`, end_time: `${base}.8Z`, level: 'ERROR', status_message: 'boom' }
    expect(observation(event('trace-create', body))).toMatchObject({
      startUs: noon + 100_000,
      endUs: noon + 800_000,
      status: 'error',
      statusMessage: 'boom',
    })
  })
})

describe('ids', () => {
  test("a UUID and OpenTelemetry's form of it are one trace", () => {
    const uuid = 'C1EF3A19-7b8f-4683-bdc5-578920e67d33'
    expect(traceIdOf(uuid)).toBe('c1ef3a197b8f4683bdc5578920e67d33')
    expect(traceIdOf('c1ef3a197b8f4683bdc5578920e67d33')).toBe(traceIdOf(uuid))
  })

  test('any text is an id; all zeros are no id in OpenTelemetry', () => {
    for (const id of ['ticket 17', 'täglich', '0'.repeat(32), `urn:${'x'.repeat(150)}`]) {
      expect(traceIdOf(id)).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
    }
    expect(traceIdOf('a')).not.toBe(traceIdOf('A'))
    expect(spanIdOf(traceIdOf('t'), 'x')).toMatch(/^[0-9a-f]{16}$/)
    expect(spanIdOf(traceIdOf('t'), 'x')).not.toBe(spanIdOf(traceIdOf('u'), 'x'))
    expect(spanIdOf(traceIdOf('t'), '00F067AA0BA902B7')).toBe('00f067aa0ba902b7')
  })
})
