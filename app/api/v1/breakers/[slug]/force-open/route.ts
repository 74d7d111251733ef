import { forceOpenContract } from '#lib/domain/breakers/contract.ts'
import { forceOpen } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(forceOpenContract, forceOpen)
