import { langfuseMediaContract } from '#lib/domain/traces/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(langfuseMediaContract, async (_ctx, { body }) => ({
  mediaId: body.sha256Hash,
  uploadUrl: null,
}))
