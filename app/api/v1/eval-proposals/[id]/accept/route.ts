import { acceptProposal } from '#lib/domain/evals/index.ts'
import { acceptProposalContract } from '#lib/domain/evals/proposals/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(acceptProposalContract, acceptProposal)
