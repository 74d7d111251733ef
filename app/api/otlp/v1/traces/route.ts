import { ingestTracesBody } from '#lib/domain/traces/index.ts'
import { otlpHandler } from '#lib/http/otlp-handler.ts'

export const POST = otlpHandler('otlp.traces', ingestTracesBody)
