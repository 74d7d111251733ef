import { getApprovalContract } from '#lib/domain/approvals/contract.ts'
import { getApproval, waitForApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getApprovalContract, (ctx, { params, query }, request) =>
  query.wait ? waitForApproval(ctx, params.id, query.wait, request.signal) : getApproval(ctx, params.id),
)
