import { langfuseIngestionContract } from '#lib/domain/traces/langfuse/contract.ts'
import { ingestLangfuse } from '#lib/domain/traces/langfuse/ingest.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseIngestionContract, (ctx, { body }) => ingestLangfuse(ctx, body.batch))
