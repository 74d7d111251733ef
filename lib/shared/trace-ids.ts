import { z } from 'zod'

/** As OpenTelemetry names a trace, and as addresses and answers write it. */
export const traceId = z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits')

/** Names a span within its trace. */
export const spanId = z.string().regex(/^[0-9a-f]{16}$/, '16 lower-case hex digits')
