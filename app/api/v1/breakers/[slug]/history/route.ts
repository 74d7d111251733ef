import { breakerHistoryContract } from '#lib/domain/breakers/contract.ts'
import { getBreakerHistory } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(breakerHistoryContract, getBreakerHistory)
