import { listApprovalsContract, requestApprovalContract } from '#lib/domain/approvals/contract.ts'
import { listApprovals, requestApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listApprovalsContract, listApprovals)
export const POST = handle(requestApprovalContract, requestApproval)
