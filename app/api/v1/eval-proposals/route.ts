import { listProposals, proposeTrace } from '#lib/domain/evals/index.ts'
import { listProposalsContract, proposeTraceContract } from '#lib/domain/evals/proposals/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listProposalsContract, listProposals)
export const POST = handle(proposeTraceContract, proposeTrace)
