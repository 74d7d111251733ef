import { dismissProposalContract } from '#lib/domain/evals/contract.ts'
import { dismissProposal } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(dismissProposalContract, dismissProposal)
