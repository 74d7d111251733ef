import { verifyAuditContract } from '#lib/domain/audit/contract.ts'
import { verifyAudit } from '#lib/domain/audit/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(verifyAuditContract, verifyAudit)
