import { ingestLangfuse } from '#lib/domain/traces/index.ts'
import { langfuseIngestionContract } from '#lib/domain/traces/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseIngestionContract, ingestLangfuse)
