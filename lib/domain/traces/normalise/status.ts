import { isRuntimeMessaging } from '#lib/domain/traces/normalise/kind/noise.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { cut, tidy } from './clean.ts'
import { asText, parseJson, toText } from './readers.ts'
import type { Row, View } from './view.ts'

/** LangGraph raises these to stop and wait for a person, or to move to another node: control flow, not failure. */
const interrupts = /\b(GraphInterrupt|NodeInterrupt|GraphBubbleUp|ParentCommand)\b/

/** After the status's own message and an exception's. */
const messages: readonly Row[] = [
  { key: 'langfuse.observation.status_message', from: 'langfuse' },
  { key: 'otel.status_description', from: 'general' },
  { key: 'error.message', from: 'general' },
  { key: 'error.type', from: 'general' },
]

const finishReasons: readonly Row[] = [
  { key: 'gen_ai.response.finish_reasons', from: 'genai' },
  { key: 'ai.response.finishReason', from: 'vercel-ai' },
  { key: 'llm.finish_reason', from: 'openinference' },
]

export interface Status {
  status: 'ok' | 'error'
  statusMessage: string | null
}

/** Whether the span failed, and the best sentence about it. UNSET is ok: most clients set nothing on success. */
export function statusOf(view: View): Status {
  const failed = hasFailed(view)
  return { status: failed ? 'error' : 'ok', statusMessage: messageOf(view, failed) }
}

function hasFailed(view: View): boolean {
  const { span, attributes } = view
  // AutoGen marks everyone who processed the message of a failure, bystanders included.
  if (isRuntimeMessaging(span)) return false
  if (asText(attributes['langfuse.observation.level']).toUpperCase() === 'ERROR') return true
  if (isInterrupt(span)) return false
  if (span.status.code === 2) return true
  const type = asText(attributes['error.type'])
  if (!noError.test(type) && !interrupts.test(type)) return true
  return toldAsAttribute(span) || hasException(view) || finishedInError(view)
}

/** Micrometer (Spring) writes `none` where there is no error. */
const noError = /^(none|null|undefined|)$/i

/** Status as exporters of other formats (Zipkin, Jaeger, OpenTracing) write it, which have no field for it. */
function toldAsAttribute({ status, attributes }: OtlpSpan): boolean {
  if (status.code === 1) return false
  const error = attributes.error
  return asText(attributes['otel.status_code']).toUpperCase() === 'ERROR' || error === true || error === 'true'
}

/** A failure whose every message is an interrupt: OpenLLMetry calls that an error. */
function isInterrupt(span: OtlpSpan): boolean {
  const exceptions = span.events.filter(event => event.name === 'exception')
  if (exceptions.length > 0)
    return exceptions.every(event => interrupts.test(asText(event.attributes['exception.type'])))
  return interrupts.test(head(span.status.message)) || interrupts.test(asText(span.attributes['error.type']))
}

/**
 * An exception event counts unless it says that it did not escape; with status OK it counts only where OK is set before the work is done
 * (OpenInference's AutoGen instrumentation). Python's SDK writes escaped=False always, so there it proves nothing.
 */
function hasException(view: View): boolean {
  const { span } = view
  const early = span.scope.name.startsWith('openinference.instrumentation.autogen')
  if (span.status.code === 1 && !early) return false
  return span.events.some(
    event => event.name === 'exception' && (early || !isContained(event.attributes['exception.escaped'])),
  )
}

function isContained(escaped: unknown): boolean {
  return escaped === false || asText(escaped).toLowerCase() === 'false'
}

/** A model that answered "error" has failed, whatever the status says: Mastra sets OK on it. */
function finishedInError(view: View): boolean {
  if (view.kind !== 'llm') return false
  return finishReasons.some(row => {
    const value = view.attributes[row.key]
    const reasons = typeof value === 'string' && value.startsWith('[') ? parseJson(value) : value
    return Array.isArray(reasons)
      ? reasons.length > 0 && reasons.every(reason => reason === 'error')
      : reasons === 'error'
  })
}

function messageOf(view: View, failed: boolean): string | null {
  const { span } = view
  const exception = failed
    ? span.events.find(event => event.name === 'exception')?.attributes['exception.message']
    : undefined
  const rows = failed ? messages : messages.slice(0, 1)
  const candidates = [span.status.message, exception, ...rows.map(row => view.attributes[row.key])]
  for (const value of candidates) {
    const text = value === undefined ? null : toText(value)?.trim()
    if (text) return cut(tidy(text), 2000)
  }
  return null
}

function head(text: string): string {
  return text.slice(0, 200)
}
