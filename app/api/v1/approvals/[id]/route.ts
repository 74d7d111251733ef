import { getApprovalContract } from '#lib/domain/approvals/contract.ts'
import { getApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getApprovalContract, getApproval)
