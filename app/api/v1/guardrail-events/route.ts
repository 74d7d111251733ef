import { listGuardrailEventsContract, reportGuardrailEventsContract } from '#lib/domain/guardrails/contract.ts'
import { listEvents, reportEvents } from '#lib/domain/guardrails/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listGuardrailEventsContract, listEvents)
export const POST = handle(reportGuardrailEventsContract, reportEvents)
