import { expect, test } from 'vitest'
import type { Attributes, OtlpEvent, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { canonical, scope } from './test-span.ts'

const at = 1_795_412_203_020_000_000n
const exception = (type: string, attributes: Attributes = {}): { events: OtlpEvent[] } => ({
  events: [
    {
      timeUnixNano: at,
      name: 'exception',
      attributes: { 'exception.type': type, 'exception.message': 'boom', ...attributes },
    },
  ],
})
const code = (value: number, message = ''): Pick<OtlpSpan, 'status'> => ({ status: { code: value, message } })
const autogen = scope('openinference.instrumentation.autogen_agentchat')

const cases: ['ok' | 'error', string | null, Attributes, Partial<OtlpSpan>][] = [
  ['ok', null, {}, code(0)],
  ['ok', null, {}, code(1)],
  ['error', 'no', {}, code(2, 'no')],
  ['error', 'boom', {}, { ...code(2), ...exception('Error') }],
  ['error', 'boom', {}, exception('Error')],
  ['ok', null, {}, exception('Error', { 'exception.escaped': 'False' })],
  ['ok', null, {}, { ...code(1), ...exception('Error') }],
  [
    'error',
    'boom',
    { 'openinference.span.kind': 'TOOL' },
    { ...code(1), ...autogen, ...exception('Error', { 'exception.escaped': 'False' }) },
  ],
  [
    'error',
    'declined',
    { 'langfuse.observation.level': 'ERROR', 'langfuse.observation.status_message': 'declined' },
    {},
  ],
  [
    'ok',
    'borderline',
    { 'langfuse.observation.level': 'WARNING', 'langfuse.observation.status_message': 'borderline' },
    {},
  ],
  ['error', 'TimeoutError', { 'error.type': 'TimeoutError' }, {}],
  // Micrometer has a value where there is no error; Zipkin, Jaeger and OpenTracing have no field for the status.
  ['ok', null, { 'error.type': 'none', error: 'none' }, {}],
  ['error', 'boom', { 'otel.status_code': 'ERROR', 'otel.status_description': 'boom' }, {}],
  ['error', null, { error: true }, {}],
  ['ok', null, { error: 'true', 'otel.status_code': 'ERROR' }, code(1)],
  ['ok', null, { error: false, 'otel.status_code': 'OK' }, {}],
  ['error', null, { 'langfuse.observation.level': 'error' }, {}],
  ['ok', null, {}, { ...code(1), ...exception('langgraph.errors.GraphInterrupt') }],
  ['ok', null, {}, { ...code(2), ...exception('langgraph.errors.GraphInterrupt') }],
  ['ok', 'GraphInterrupt(())', {}, code(2, 'GraphInterrupt(())')],
  ['ok', 'x', { 'messaging.operation': 'process' }, { ...code(2, 'x'), name: 'autogen process coder' }],
  ['error', null, { 'gen_ai.operation.name': 'chat', 'gen_ai.response.finish_reasons': ['error'] }, code(1)],
  ['ok', null, { 'gen_ai.operation.name': 'chat', 'gen_ai.response.finish_reasons': ['stop'] }, code(1)],
]

test.each(cases)('row %#: %s, %s', (status, statusMessage, attributes, rest) => {
  expect(canonical(attributes, rest)).toMatchObject({ status, statusMessage })
})

const ttft: [number | null, Attributes, Partial<OtlpSpan>?][] = [
  [36_141, { 'gen_ai.client.operation.time_to_first_chunk': 0.036141430000000016 }],
  [500_000, { 'gen_ai.response.time_to_first_chunk': 0.5 }],
  [19_534, { 'ai.response.msToFirstChunk': 19.534095999999863 }],
  [20_000, { 'langfuse.observation.completion_start_time': '"2026-11-23T05:36:43.020Z"' }],
  [53_250, { 'langfuse.observation.completion_start_time': '"2026-11-23T05:36:43.053250Z"' }],
  [20_000, { 'mastra.completion_start_time': '2026-11-23T05:36:43.020Z' }],
  [20_000, {}, { events: [{ timeUnixNano: at, name: 'First Token Stream Event', attributes: {} }] }],
  [null, { 'mastra.completion_start_time': '2020-01-01T00:00:00Z' }],
  [null, { 'mastra.completion_start_time': 'soon', 'ai.response.msToFirstChunk': -3 }],
  [null, {}],
  // The same key, another unit.
  [3_661_000, { 'gen_ai.server.time_to_first_token': 3661 }, scope('strands.telemetry.tracer')],
  [420_000, { 'gen_ai.server.time_to_first_token': 0.42 }, scope('openlit.instrumentation.openai')],
]

test.each(ttft)('row %#: first token after %s µs', (ttftUs, attributes, rest) => {
  expect(canonical(attributes, rest).ttftUs).toBe(ttftUs)
})

test('times are whole microseconds, an open span has no end and a span never ends before it starts', () => {
  expect(canonical({}, { startTimeUnixNano: 1_795_412_203_000_001_999n })).toMatchObject({
    startUs: 1_795_412_203_000_001,
  })
  expect(canonical({}, { endTimeUnixNano: 0n }).endUs).toBeNull()
  expect(canonical({}, { startTimeUnixNano: 5_000n, endTimeUnixNano: 1_000n })).toMatchObject({ startUs: 5, endUs: 5 })
})

// openobserve/openobserve 14368, mergeCraft 373 and others: clocks behind, and units that are no nanoseconds.
const times: [string, bigint, bigint, startUs: number, endUs: number][] = [
  ['nanoseconds', 1_795_412_203_020_000_000n, 1_795_412_204_000_000_001n, 1_795_412_203_020_000, 1_795_412_204_000_000],
  ['microseconds', 1_795_412_203_020_000n, 1_795_412_204_000_000n, 1_795_412_203_020_000, 1_795_412_204_000_000],
  ['milliseconds', 1_795_412_203_020n, 1_795_412_204_000n, 1_795_412_203_020_000, 1_795_412_204_000_000],
  ['seconds', 1_795_412_203n, 1_795_412_204n, 1_795_412_203_000_000, 1_795_412_204_000_000],
  ['an end before the start', 1_795_412_203_020_000_000n, 5n, 1_795_412_203_020_000, 1_795_412_203_020_000],
]

test.each(times)('a span in %s', (_name, startTimeUnixNano, endTimeUnixNano, startUs, endUs) => {
  expect(canonical({}, { startTimeUnixNano, endTimeUnixNano })).toMatchObject({ startUs, endUs })
})
