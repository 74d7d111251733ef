import { guardrailRatesContract } from '#lib/domain/guardrails/contract.ts'
import { readRates } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(guardrailRatesContract, readRates)
