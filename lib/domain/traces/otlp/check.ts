import { limits } from './limits.ts'
import { microsIn } from './time.ts'
import type { DecodedLogs, DecodedTraces, OtlpLogRecord, OtlpSpan } from './types.ts'
import { DecodeError } from './wire.ts'

const traceId = /^(?!0{32})[0-9a-f]{32}$/
const spanId = /^(?!0{16})[0-9a-f]{16}$/

export const isTraceId = (id: string) => traceId.test(id)
export const isSpanId = (id: string) => spanId.test(id)

/** Whether a span starts so late that its clock must be wrong. */
export const isAhead = ({ startTimeUnixNano }: Pick<OtlpSpan, 'startTimeUnixNano'>, now: bigint): boolean =>
  microsIn(startTimeUnixNano) * 1000n > now + limits.futureNanos

/** Why a span cannot be taken, or null. Repairs what has one sensible reading: a bad parent is none, an end before the start is the start. */
function checkSpan(span: OtlpSpan, position: number, nowNanos: bigint): string | null {
  if (position >= limits.spansPerRequest) return `more than ${limits.spansPerRequest} spans in one request`
  if (!isTraceId(span.traceId)) return 'traceId must be 16 bytes and not all zero'
  if (!isSpanId(span.spanId)) return 'spanId must be 8 bytes and not all zero'
  if (isAhead(span, nowNanos)) return 'startTimeUnixNano is more than a day ahead'
  if (span.parentSpanId !== null && !isSpanId(span.parentSpanId)) span.parentSpanId = null
  if (span.startTimeUnixNano === 0n) span.startTimeUnixNano = span.endTimeUnixNano || nowNanos
  if (span.endTimeUnixNano !== 0n && span.endTimeUnixNano < span.startTimeUnixNano) {
    span.endTimeUnixNano = span.startTimeUnixNano
  }
  // Postgres' integer ends at half of protobuf's.
  span.droppedAttributesCount = Math.min(Math.max(span.droppedAttributesCount, 0), 0x7fff_ffff)
  span.links = span.links.filter(link => isTraceId(link.traceId) && isSpanId(link.spanId))
  return null
}

/**
 * Takes one span of a request, or rejects it by itself: where the whole batch is rejected, a client sends it again or loses all of it.
 * `read` throws DecodeError for a span that can't be read.
 */
export function takeSpan(decoded: DecodedTraces, index: number, now: bigint, read: () => OtlpSpan): void {
  try {
    const span = read()
    const reason = checkSpan(span, index, now)
    if (reason === null) decoded.spans.push(span)
    else decoded.rejected.push({ index, reason })
  } catch (error) {
    decoded.rejected.push({ index, reason: reasonOf(error) })
  }
}

/** The same for a log record. */
export function takeRecord(decoded: DecodedLogs, index: number, read: () => OtlpLogRecord): void {
  try {
    if (index < limits.spansPerRequest) decoded.records.push(read())
    else decoded.rejected.push({ index, reason: `more than ${limits.spansPerRequest} records in one request` })
  } catch (error) {
    decoded.rejected.push({ index, reason: reasonOf(error) })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DecodeError) return error.message
  throw error
}

export const nowNanos = () => BigInt(Date.now()) * 1_000_000n
