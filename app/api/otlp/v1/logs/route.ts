import { ingestLogRecords } from '#lib/domain/traces/index.ts'
import { decodeLogs } from '#lib/domain/traces/otlp/decode-logs.ts'
import { decodeLogsJson } from '#lib/domain/traces/otlp/json.ts'
import { otlpHandler } from '#lib/http/otlp-handler.ts'

export const POST = otlpHandler('otlp.logs', {
  decode: { protobuf: decodeLogs, json: decodeLogsJson },
  store: ingestLogRecords,
})
