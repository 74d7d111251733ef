import { guardrailConfig } from '#lib/domain/guardrails/contract.ts'
import { listGuardrails } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(guardrailConfig.list, listGuardrails)
