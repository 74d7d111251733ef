import { stopRecomputeContract } from '#lib/domain/traces/contract.ts'
import { stopRecompute } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(stopRecomputeContract, stopRecompute)
