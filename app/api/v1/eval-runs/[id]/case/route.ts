import { getCase } from '#lib/domain/evals/index.ts'
import { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getCaseContract, getCase)
