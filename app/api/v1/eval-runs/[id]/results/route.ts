import { reportResults } from '#lib/domain/evals/index.ts'
import { reportResultsContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reportResultsContract, reportResults)
