import { listApprovalsContract, requestApprovalContract } from '#lib/domain/approvals/contract.ts'
import { listApprovals, requestApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listApprovalsContract, (ctx, { query }) => listApprovals(ctx, query))
export const POST = handle(requestApprovalContract, (ctx, { body }) => requestApproval(ctx, body))
