import { listSuiteVersionsContract } from '#lib/domain/evals/history/contract.ts'
import { listSuiteVersions } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSuiteVersionsContract, listSuiteVersions)
