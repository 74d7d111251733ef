import { reportResultsContract } from '#lib/domain/evals/contract.ts'
import { reportResults } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reportResultsContract, reportResults)
