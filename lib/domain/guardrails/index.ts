/** The verbs of the domain, for the server. */
export { archiveGuardrail, getGuardrail, guardrailKind, listGuardrails, putGuardrail } from './config.ts'
export { evaluateContent } from './evaluate-content.ts'
export { importGateway } from './import-gateway.ts'
export { listEvents } from './list-events.ts'
export { readRates } from './read-rates.ts'
export { recordSeen, type SeenGuardrail } from './record-seen.ts'
export { reportEvents } from './report-events.ts'
