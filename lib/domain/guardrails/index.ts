/** Server half of the domain. */
export { archiveGuardrail, getGuardrail, guardrailKind, listGuardrails, putGuardrail } from './config.ts'
export { evaluateContent } from './evaluate-content.ts'
export { listEvents } from './list-events.ts'
export { reportEvents } from './report-events.ts'
