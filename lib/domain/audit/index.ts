/** Server half of the domain. */
export { listAudit } from './list-audit.ts'
export { verifyAudit } from './verify-audit.ts'
