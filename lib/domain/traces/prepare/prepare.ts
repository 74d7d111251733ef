import type { PriceBook } from '#lib/domain/prices/index.ts'
import { type CanonicalLog, normaliseLog } from '#lib/domain/traces/normalise/log.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { decodeLogs } from '#lib/domain/traces/otlp/decode-logs.ts'
import { decodeTraces } from '#lib/domain/traces/otlp/decode-traces.ts'
import { decodeLogsJson, decodeTracesJson } from '#lib/domain/traces/otlp/json.ts'
import type { DecodedLogs, DecodedTraces, Rejection } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { type Received, receive } from '#lib/domain/traces/store/tables/received.ts'

/** The content of a partial success: how many items were rejected, and why, in one sentence. */
export interface Receipt {
  rejected: number
  message: string | null
}

/** A request as it is stored. Its items are generated while they are read, so that a reader can stop in between. */
export interface Prepared<T> {
  items: Iterable<T>
  receipt: Receipt
}

export interface Body {
  encoding: 'protobuf' | 'json'
  bytes: Uint8Array
  /** What the project pays by its own word; null: nothing. */
  prices?: PriceBook | null
}

/** What each signal of OTLP is stored as. */
export interface SignalItems {
  traces: Received
  logs: CanonicalLog
}
export type Signal = keyof SignalItems

/** Decodes a whole body; throws DecodeError. Normalises and prices its items as they are read. */
export const prepare: { [S in Signal]: (body: Body) => Prepared<SignalItems[S]> } = {
  traces: ({ encoding, bytes, prices }) =>
    prepareTraces(encoding === 'protobuf' ? decodeTraces(bytes) : decodeTracesJson(bytes), prices),
  logs: ({ encoding, bytes }) => prepareLogs(encoding === 'protobuf' ? decodeLogs(bytes) : decodeLogsJson(bytes)),
}

export const prepareTraces = (decoded: DecodedTraces, prices: PriceBook | null = null): Prepared<Received> => ({
  items: spansOf(decoded, prices),
  receipt: receiptOf(decoded.rejected),
})

export const prepareLogs = (decoded: DecodedLogs): Prepared<CanonicalLog> => ({
  items: logsOf(decoded),
  receipt: receiptOf(decoded.rejected),
})

function* spansOf(decoded: DecodedTraces, prices: PriceBook | null): Generator<Received> {
  for (const sent of decoded.spans) {
    const span = normalise(sent)
    if (span) yield receive(priceSpan(span, prices))
  }
}

/** Ordinary log lines are accepted and dropped. */
function* logsOf(decoded: DecodedLogs): Generator<CanonicalLog> {
  for (const record of decoded.records) {
    const log = normaliseLog(record)
    if (log) yield log
  }
}

function receiptOf(rejected: readonly Rejection[]): Receipt {
  const named = rejected.slice(0, 5).map(({ index, reason }) => `#${index}: ${reason}`)
  const more = rejected.length > named.length ? [`and ${rejected.length - named.length} more`] : []
  return { rejected: rejected.length, message: rejected.length === 0 ? null : [...named, ...more].join('; ') }
}
