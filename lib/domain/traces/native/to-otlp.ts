import type { Attributes, AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { parseMicros } from '#lib/shared/time.ts'
import type { NativeSpan } from './schemas.ts'

/** Scope of spans that came in Holdpoint's own form. */
export const nativeScope = 'holdpoint'

/** The attribute that each field is kept as, so that a recompute reads it as it reads other conventions. */
const names = {
  kind: 'holdpoint.span.kind',
  agent: 'holdpoint.agent',
  framework: 'holdpoint.framework',
  release: 'holdpoint.release',
  environment: 'holdpoint.environment',
  runId: 'holdpoint.run.id',
  sessionId: 'session.id',
  userId: 'user.id',
  traceName: 'holdpoint.trace.name',
  tags: 'holdpoint.tags',
  model: 'gen_ai.response.model',
  requestModel: 'gen_ai.request.model',
  provider: 'gen_ai.provider.name',
  responseId: 'gen_ai.response.id',
  tool: 'gen_ai.tool.name',
  toolCallId: 'gen_ai.tool.call.id',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedInputTokens: 'gen_ai.usage.cache_read_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_write_tokens',
  cacheWrite1hTokens: 'gen_ai.usage.cache_write_1h_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning_tokens',
  audioInputTokens: 'gen_ai.usage.input_audio_tokens',
  audioOutputTokens: 'gen_ai.usage.output_audio_tokens',
  imageInputTokens: 'gen_ai.usage.input_image_tokens',
  imageOutputTokens: 'gen_ai.usage.output_image_tokens',
  serviceTier: 'gen_ai.response.service_tier',
  input: 'input',
  output: 'output',
} as const satisfies Partial<Record<keyof NativeSpan, string>>

/** A span of Holdpoint's own form as one of OTLP. */
export function toOtlp(span: NativeSpan): OtlpSpan {
  const { traceId, spanId, name, status, statusMessage, startedAt, endedAt } = span
  return {
    resource: { attributes: {} },
    scope: { name: nativeScope, version: '', attributes: {} },
    traceId,
    spanId,
    parentSpanId: span.parentSpanId ?? null,
    traceState: '',
    name,
    kind: 1,
    startTimeUnixNano: nanosAt(startedAt),
    endTimeUnixNano: endedAt ? nanosAt(endedAt) : 0n,
    attributes: attributesOf(span),
    droppedAttributesCount: 0,
    events: (span.events ?? []).map(event => ({
      name: event.name,
      timeUnixNano: nanosAt(event.at),
      attributes: (event.attributes ?? {}) as Attributes,
    })),
    links: (span.links ?? []).map(link => ({ ...link, attributes: {} })),
    status: { code: status === 'error' ? 2 : 1, message: statusMessage ?? '' },
  }
}

function attributesOf(span: NativeSpan): Attributes {
  const own = Object.entries(names).flatMap(([field, attribute]): [string, AttributeValue][] => {
    const value = span[field as keyof typeof names]
    return value === null || value === undefined ? [] : [[attribute, value as AttributeValue]]
  })
  const { prompt, cost, timeToFirstTokenMs: toFirst } = span
  return {
    ...(span.attributes as Attributes | undefined),
    ...Object.fromEntries(own),
    ...(prompt ? { 'gen_ai.prompt.name': prompt.name } : {}),
    ...(prompt?.version ? { 'gen_ai.prompt.version': prompt.version } : {}),
    ...(cost === null || cost === undefined ? {} : { 'gen_ai.usage.cost': String(cost) }),
    ...(toFirst === null || toFirst === undefined ? {} : { 'gen_ai.response.time_to_first_chunk': toFirst / 1000 }),
  }
}

const nanosAt = (instant: string) => BigInt(parseMicros(instant)) * 1000n
