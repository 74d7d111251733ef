/**
 * What an OTLP request says, decoded but not yet interpreted.
 * Ids are lower-case hex, times are nanoseconds since the epoch, 64-bit integers are numbers where exact and bigints beyond 2^53-1.
 */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | AttributeValue[]
  | { [key: string]: AttributeValue }

export type Attributes = Record<string, AttributeValue>

export interface OtlpResource {
  attributes: Attributes
}

export interface OtlpScope {
  name: string
  version: string
  attributes: Attributes
}

export interface OtlpEvent {
  timeUnixNano: bigint
  name: string
  attributes: Attributes
}

export interface OtlpLink {
  traceId: string
  spanId: string
  attributes: Attributes
}

export interface OtlpSpan {
  resource: OtlpResource
  scope: OtlpScope
  /** 32 lower-case hex digits, not all zero. */
  traceId: string
  /** 16 lower-case hex digits, not all zero. */
  spanId: string
  parentSpanId: string | null
  traceState: string
  name: string
  /** OTLP SpanKind number. */
  kind: number
  startTimeUnixNano: bigint
  /** 0 when the span has not ended. */
  endTimeUnixNano: bigint
  attributes: Attributes
  droppedAttributesCount: number
  events: OtlpEvent[]
  links: OtlpLink[]
  /** 0 unset, 1 ok, 2 error. */
  status: { code: number; message: string }
}

export interface OtlpLogRecord {
  resource: OtlpResource
  scope: OtlpScope
  traceId: string | null
  spanId: string | null
  timeUnixNano: bigint
  eventName: string
  severityNumber: number
  body: AttributeValue
  attributes: Attributes
}

/** One item that could not be taken; the rest of its batch is. */
export interface Rejection {
  /** Position in all spans (or log records) of the request, from 0. */
  index: number
  reason: string
}

export interface DecodedTraces {
  spans: OtlpSpan[]
  rejected: Rejection[]
}

export interface DecodedLogs {
  records: OtlpLogRecord[]
  rejected: Rejection[]
}
