import { resetBreakerContract } from '#lib/domain/breakers/contract.ts'
import { resetBreaker } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(resetBreakerContract, resetBreaker)
