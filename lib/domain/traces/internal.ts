import { nanosToUsd } from '#lib/shared/money.ts'
import type { SpanRow } from './list-schemas.ts'
import type { SpanItem, TraceFields } from './schemas.ts'
import { costOf } from './store/attribution/span-state.ts'
import { traceStatus } from './trace-status.ts'

/**
 * The payload `p` of each span `s`, by key, span for span: joined, a trace that came since the tables were last analysed
 * was read 20,000 × 20,000 times.
 */
export const payloadOf = `join lateral (select input, output, attributes, events, links from span_payload
  where project_id = s.project_id and day = s.day and trace_id = s.trace_id and span_id = s.span_id limit 1) p on true`

const number = (value: string | null) => (value === null ? null : Number(value))
const bigint = (value: string | null) => (value === null ? null : BigInt(value))
const money = (nanos: bigint | null) => (nanos === null ? null : nanosToUsd(nanos))

/** Microseconds since the epoch as RFC 3339 in UTC. */
export function microsToIso(us: number): string {
  const whole = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1)
  return `${whole}${String(((us % 1000) + 1000) % 1000).padStart(3, '0')}Z`
}

/** Columns of a trace `t` as `toTraceFields` reads them. */
export const traceColumns = `trace_id, name, agent, framework, release, environment, ${traceStatus} as status, start_us, duration_us, span_count,
  noise_count, error_count, llm_calls, tool_calls, session_id, user_id, run_id, input_tokens, output_tokens, cached_input_tokens,
  reasoning_tokens, cost_nanos, unpriced_spans, unmetered_calls, input_preview, output_preview, tags, revision`

// biome-ignore lint/suspicious/noExplicitAny: a row of `traceColumns`, its shape is the migration's
export function toTraceFields(row: any): TraceFields {
  return {
    traceId: row.trace_id,
    name: row.name,
    agent: row.agent,
    framework: row.framework,
    release: row.release,
    environment: row.environment,
    status: row.status,
    startedAt: microsToIso(Number(row.start_us)),
    durationMs: Number(row.duration_us) / 1000,
    spanCount: row.span_count,
    noiseCount: row.noise_count,
    errorCount: row.error_count,
    llmCalls: row.llm_calls,
    toolCalls: row.tool_calls,
    sessionId: row.session_id,
    userId: row.user_id,
    runId: row.run_id,
    inputTokens: number(row.input_tokens),
    outputTokens: number(row.output_tokens),
    cachedInputTokens: number(row.cached_input_tokens),
    reasoningTokens: number(row.reasoning_tokens),
    cost: money(bigint(row.cost_nanos)),
    unpricedSpans: row.unpriced_spans,
    unmeteredCalls: row.unmetered_calls,
    inputPreview: row.input_preview,
    outputPreview: row.output_preview,
    tags: row.tags,
    revision: row.revision,
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a row of span, its shape is the migration's
function spanFieldsOf(row: any) {
  const end = number(row.end_us)
  const start = Number(row.start_us)
  const reported = bigint(row.reported_cost_nanos)
  const computed = bigint(row.computed_cost_nanos)
  return {
    spanId: row.span_id,
    parentSpanId: row.parent_span_id,
    name: row.name,
    kind: row.kind,
    noise: row.noise,
    status: end === null && row.status === 'ok' ? 'running' : row.status,
    statusMessage: row.status_message,
    startedAt: microsToIso(start),
    durationMs: end === null ? null : (end - start) / 1000,
    agent: row.agent,
    framework: row.framework,
    model: row.model,
    requestModel: row.request_model,
    provider: row.provider,
    tool: row.tool,
    toolCallId: row.tool_call_id,
    inputTokens: number(row.input_tokens),
    outputTokens: number(row.output_tokens),
    cachedInputTokens: number(row.cached_input_tokens),
    cacheWriteTokens: number(row.cache_write_tokens),
    cacheWrite1hTokens: number(row.cache_write_1h_tokens),
    reasoningTokens: number(row.reasoning_tokens),
    audioInputTokens: number(row.audio_input_tokens),
    audioOutputTokens: number(row.audio_output_tokens),
    imageInputTokens: number(row.image_input_tokens),
    imageOutputTokens: number(row.image_output_tokens),
    serviceTier: row.service_tier,
    cost: money(costOf({ reportedCost: reported, computedCost: computed })),
    costSource: reported !== null ? 'reported' : computed !== null ? 'computed' : 'none',
    priceVersion: row.price_version,
    counted: row.counted,
    request: row.request,
    timeToFirstTokenMs: row.ttft_us === null ? null : Number(row.ttft_us) / 1000,
    droppedAttributes: row.dropped_attributes,
  } as const
}

// biome-ignore lint/suspicious/noExplicitAny: a row of span joined with its payload
export function toSpanItem(row: any, messages: { input: string | null; output: string | null }): SpanItem {
  return {
    ...spanFieldsOf(row),
    input: row.input ?? messages.input,
    output: row.output ?? messages.output,
    attributes: row.attributes,
    events: row.events.map((event: { name: string; atUs: number; attributes: Record<string, unknown> }) => ({
      name: event.name,
      at: microsToIso(event.atUs),
      attributes: event.attributes,
    })),
    links: row.links.map((link: { traceId: string; spanId: string }) => ({
      traceId: link.traceId,
      spanId: link.spanId,
    })),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a row of span
export const toSpanRow = (row: any): SpanRow => ({
  traceId: row.trace_id,
  ...spanFieldsOf(row),
  inputPreview: row.input_preview,
  outputPreview: row.output_preview,
})
