import { claimApprovalContract } from '#lib/domain/approvals/contract.ts'
import { claimApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(claimApprovalContract, claimApproval)
