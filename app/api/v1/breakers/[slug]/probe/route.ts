import { probeBreakerContract } from '#lib/domain/breakers/contract.ts'
import { probeBreaker } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(probeBreakerContract, probeBreaker)
