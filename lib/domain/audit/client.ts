/** Client-safe half of the domain. */
export { listAuditContract, verifyAuditContract } from './contract.ts'
export { type AuditEntry, type AuditQuery, outcomes, type Verification } from './schemas.ts'
