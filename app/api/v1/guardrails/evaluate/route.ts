import { evaluateGuardrailsContract } from '#lib/domain/guardrails/contract.ts'
import { evaluateContent } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(evaluateGuardrailsContract, evaluateContent)
