import { acceptProposalContract } from '#lib/domain/evals/contract.ts'
import { acceptProposal } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(acceptProposalContract, acceptProposal)
