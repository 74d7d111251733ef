import { getApprovalContract } from '#lib/domain/approvals/contract.ts'
import { getApproval, waitForApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'
import { draining } from '#lib/platform/draining.ts'

export const GET = handle(getApprovalContract, (ctx, { params, query }, request) =>
  query.wait
    ? waitForApproval(ctx, params.id, query.wait, AbortSignal.any([request.signal, draining()]))
    : getApproval(ctx, params.id),
)
