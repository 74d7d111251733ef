import { getCaseContract } from '#lib/domain/evals/contract.ts'
import { getCase } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getCaseContract, getCase)
