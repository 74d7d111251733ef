import { beginRecomputeContract, listRecomputesContract } from '#lib/domain/traces/contract.ts'
import { beginRecompute, listRecomputes } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRecomputesContract, listRecomputes)
export const POST = handle(beginRecomputeContract, beginRecompute)
