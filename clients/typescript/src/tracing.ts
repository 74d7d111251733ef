/** Where version 1 of OpenTelemetry's API keeps what a program has set, and the active span in its context. */
const api = Symbol.for('opentelemetry.js.api.1')
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN')
const sampled = 1

interface OpenTelemetry {
  context?: { active(): { getValue(key: symbol): unknown } }
}
interface Span {
  spanContext(): { traceId: string; spanId: string; traceFlags: number }
}

interface SpanIds {
  traceId?: string | undefined
  spanId?: string | undefined
}

/** The ids that were given, or those of the active span where neither was: a given trace does not have that span. */
export const spanFor = ({ traceId, spanId }: SpanIds): SpanIds =>
  traceId === undefined && spanId === undefined ? activeSpan() : { traceId, spanId }

/**
 * Ids of the active trace and span in hex, so that whoever decides sees what led to a question. Nothing where the program
 * does not trace with OpenTelemetry, or the span is not sampled: nobody will ever send it.
 */
function activeSpan(): SpanIds {
  try {
    const { context } = (globalThis as unknown as Record<symbol, OpenTelemetry | undefined>)[api] ?? {}
    const span = context?.active().getValue(spanKey) as Span | undefined
    const { traceId, spanId, traceFlags } = span?.spanContext() ?? { traceId: '', spanId: '', traceFlags: 0 }
    const isValid = /^[\da-f]{32}$/.test(traceId) && /^[\da-f]{16}$/.test(spanId) && !/^0+$/.test(traceId)
    return isValid && (traceFlags & sampled) !== 0 ? { traceId, spanId } : {}
  } catch {
    // It only explains the question, which must be asked whatever another library does.
    return {}
  }
}
