import { settleApprovalContract } from '#lib/domain/approvals/contract.ts'
import { settleApproval } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(settleApprovalContract, settleApproval)
