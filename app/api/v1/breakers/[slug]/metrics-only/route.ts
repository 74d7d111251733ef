import { metricsOnlyContract } from '#lib/domain/breakers/contract.ts'
import { metricsOnly } from '#lib/domain/breakers/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(metricsOnlyContract, metricsOnly)
