import { disableBreakerContract } from '#lib/domain/breakers/contract.ts'
import { disableBreaker } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(disableBreakerContract, disableBreaker)
