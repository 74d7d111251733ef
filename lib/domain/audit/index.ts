/** The verbs of the domain, for the server. */
export { listAudit } from './list-audit.ts'
export { verifyAudit } from './verify-audit.ts'
