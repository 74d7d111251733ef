import { discardHandler } from '#lib/http/otlp-handler.ts'

export const POST = discardHandler('langfuse.metrics')
