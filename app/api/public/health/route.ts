import { langfuseHealthContract } from '#lib/domain/traces/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(langfuseHealthContract, async () => ({ status: 'OK' as const, version: 'holdpoint' }))
