import type { CanonicalScore } from '#lib/domain/traces/canonical.ts'
import { type MessagePart, partsOf } from '#lib/domain/traces/normalise/text/parts.ts'
import type { OtlpLogRecord } from '#lib/domain/traces/otlp/types.ts'
import { usageInLog } from './log-usage.ts'
import { asText, toName } from './readers.ts'
import { evaluationEvent, evaluationOf } from './scores.ts'
import { toMicros } from './timing.ts'

/** What a log record adds to a span. */
export interface CanonicalLog {
  /** Trace and span are null for an evaluation that names only the answer it judges: then `responseId` finds the span. */
  traceId: string | null
  spanId: string | null
  responseId: string | null
  /** Microseconds since the epoch; null where the record does not tell. */
  atUs: number | null
  /** Messages; unite them with `mergeParts`, write them with `renderParts`. */
  parts: MessagePart[]
  scores: CanonicalScore[]
  /** Tokens of the call, as `log-usage.ts` keeps them; null where the record has none. */
  usage: string | null
}

/** The GenAI content of a log record, or null: ordinary log lines, and records that no span can be found for. */
export function normaliseLog(record: OtlpLogRecord): CanonicalLog | null {
  // Before log records had an event name of their own, it was an attribute.
  const name = record.eventName === '' ? asText(record.attributes['event.name']) : record.eventName
  const responseId = toName(record.attributes['gen_ai.response.id'] ?? null)
  const scores = name === evaluationEvent ? evaluationOf(record.attributes) : []
  const atUs = toMicros(record.timeUnixNano)
  const parts = partsOf(name, atUs, record.body, record.attributes)
  const { traceId } = record
  const spanId = traceId === null ? null : record.spanId
  const usage = spanId === null ? null : usageInLog(record)
  if (scores.length === 0 && parts.length === 0 && usage === null) return null
  if (spanId === null && (responseId === null || scores.length === 0)) return null
  return { traceId, spanId, responseId, atUs: atUs === 0 ? null : atUs, parts, scores, usage }
}
