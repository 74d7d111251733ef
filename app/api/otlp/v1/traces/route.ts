import { ingestTraces } from '#lib/domain/traces/index.ts'
import { decodeTraces } from '#lib/domain/traces/otlp/decode-traces.ts'
import { decodeTracesJson } from '#lib/domain/traces/otlp/json.ts'
import { otlpHandler } from '#lib/http/otlp-handler.ts'

export const POST = otlpHandler('otlp.traces', {
  decode: { protobuf: decodeTraces, json: decodeTracesJson },
  store: ingestTraces,
})
