import { cancelApprovalContract } from '#lib/domain/approvals/contract.ts'
import { cancelApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(cancelApprovalContract, cancelApproval)
