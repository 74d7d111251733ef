import { defineContract } from '#lib/shared/contract.ts'
import { auditPage, auditQuery, verification } from './schemas.ts'

export const listAuditContract = defineContract({
  id: 'audit.list',
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'The audit log, newest first',
  description: 'Decisions, configuration, access and transitions, and every attempt that was denied.',
  permission: 'audit.read',
  audit: null,
  query: auditQuery,
  response: auditPage,
})

export const verifyAuditContract = defineContract({
  id: 'audit.verify',
  method: 'GET',
  path: '/api/v1/audit/verify',
  summary: 'Recompute the hash chain of the audit log',
  description: 'Walks every entry and names the first that was changed, removed or added from outside.',
  permission: 'audit.read',
  audit: null,
  response: verification,
})
