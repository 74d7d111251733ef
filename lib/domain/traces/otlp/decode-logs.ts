import { isSpanId, isTraceId, takeRecord } from './check.ts'
import { emptyAttributes, readKeyValue, readValue } from './decode-common.ts'
import { readGroups } from './groups.ts'
import { cleanText, hex } from './text.ts'
import type { DecodedLogs, OtlpLogRecord, OtlpResource, OtlpScope } from './types.ts'
import { DecodeError, type Reader } from './wire.ts'

/** Decodes an ExportLogsServiceRequest; throws DecodeError on broken protobuf. */
export function decodeLogs(bytes: Uint8Array): DecodedLogs {
  const decoded: DecodedLogs = { records: [], rejected: [] }
  let index = 0
  readGroups(bytes, (reader, resource, scope) => {
    takeRecord(decoded, index++, () => readRecord(reader, resource, scope))
  })
  return decoded
}

/** LogRecord: time 1, severity 2, body 5, attributes 6, trace 9, span 10, observed 11, event name 12. */
function readRecord(reader: Reader, resource: OtlpResource, scope: OtlpScope): OtlpLogRecord {
  const record: OtlpLogRecord = {
    resource,
    scope,
    traceId: null,
    spanId: null,
    timeUnixNano: 0n,
    eventName: '',
    severityNumber: 0,
    body: null,
    attributes: emptyAttributes(),
  }
  let observed = 0n
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    // A span has its trace id where a log record has its time.
    if (field === 1 && reader.wire === 2) throw new DecodeError('this is a span: it goes to /v1/traces')
    if (field === 1 && reader.is(1)) record.timeUnixNano = reader.fixed64()
    else if (field === 2 && reader.is(0)) record.severityNumber = reader.uint32()
    else if (field === 5 && reader.is(2)) record.body = readValue(reader.message(), 0)
    else if (field === 6 && reader.is(2)) readKeyValue(reader.message(), record.attributes, 0)
    else if (field === 9 && reader.is(2)) record.traceId = hex(reader.bytes())
    else if (field === 10 && reader.is(2)) record.spanId = hex(reader.bytes())
    else if (field === 11 && reader.is(1)) observed = reader.fixed64()
    else if (field === 12 && reader.is(2)) record.eventName = cleanText(reader.text())
    else if (![1, 2, 5, 6, 9, 10, 11, 12].includes(field)) reader.skip()
  }
  return finishRecord(record, observed)
}

/** A record without valid ids of trace and span has none; one without a time has its observed time. */
export function finishRecord(record: OtlpLogRecord, observed: bigint): OtlpLogRecord {
  if (record.timeUnixNano === 0n) record.timeUnixNano = observed
  if (record.traceId !== null && !isTraceId(record.traceId)) record.traceId = null
  if (record.spanId !== null && !isSpanId(record.spanId)) record.spanId = null
  return record
}
