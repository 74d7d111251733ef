import { outcomeApprovalContract } from '#lib/domain/approvals/contract.ts'
import { reportOutcome } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(outcomeApprovalContract, reportOutcome)
