import { decideApprovalContract } from '#lib/domain/approvals/contract.ts'
import { decideApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(decideApprovalContract, decideApproval)
