import { guardrailConfig } from '#lib/domain/guardrails/contract.ts'
import { archiveGuardrail, getGuardrail, putGuardrail } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(guardrailConfig.get, getGuardrail)
export const PUT = handle(guardrailConfig.put, putGuardrail)
export const DELETE = handle(guardrailConfig.archive, archiveGuardrail)
