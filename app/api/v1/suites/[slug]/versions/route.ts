import { listSuiteVersions } from '#lib/domain/evals/index.ts'
import { listSuiteVersionsContract } from '#lib/domain/evals/suites/history-contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSuiteVersionsContract, listSuiteVersions)
