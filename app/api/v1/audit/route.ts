import { listAuditContract } from '#lib/domain/audit/contract.ts'
import { listAudit } from '#lib/domain/audit/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listAuditContract, listAudit)
