/** Client-safe half of the domain. */
export { listAuditContract, verifyAuditContract } from './contract.ts'
export type { AuditEntry, Verification } from './schemas.ts'
