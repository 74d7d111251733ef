import { dismissProposal } from '#lib/domain/evals/index.ts'
import { dismissProposalContract } from '#lib/domain/evals/proposals/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(dismissProposalContract, dismissProposal)
