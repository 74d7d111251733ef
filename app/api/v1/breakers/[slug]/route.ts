import { breakerConfig } from '#lib/domain/breakers/contract.ts'
import { archiveBreaker, getBreaker, putBreaker } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(breakerConfig.get, getBreaker)
export const PUT = handle(breakerConfig.put, putBreaker)
export const DELETE = handle(breakerConfig.archive, archiveBreaker)
