import { limits } from './limits.ts'
import type { OtlpSpan } from './types.ts'

const traceId = /^(?!0{32})[0-9a-f]{32}$/
const spanId = /^(?!0{16})[0-9a-f]{16}$/

export const isTraceId = (id: string) => traceId.test(id)
export const isSpanId = (id: string) => spanId.test(id)

/** Why a span cannot be taken, or null. Repairs what has one sensible reading: a bad parent is none, an end before the start is the start. */
export function checkSpan(span: OtlpSpan, position: number, nowNanos: bigint): string | null {
  if (position >= limits.spansPerRequest) return `more than ${limits.spansPerRequest} spans in one request`
  if (!isTraceId(span.traceId)) return 'traceId must be 16 bytes and not all zero'
  if (!isSpanId(span.spanId)) return 'spanId must be 8 bytes and not all zero'
  if (span.startTimeUnixNano > nowNanos + limits.futureNanos) return 'startTimeUnixNano is more than a day ahead'
  if (span.parentSpanId !== null && !isSpanId(span.parentSpanId)) span.parentSpanId = null
  if (span.startTimeUnixNano === 0n) span.startTimeUnixNano = span.endTimeUnixNano || nowNanos
  if (span.endTimeUnixNano !== 0n && span.endTimeUnixNano < span.startTimeUnixNano) {
    span.endTimeUnixNano = span.startTimeUnixNano
  }
  span.links = span.links.filter(link => isTraceId(link.traceId) && isSpanId(link.spanId))
  return null
}

export const nowNanos = () => BigInt(Date.now()) * 1_000_000n
