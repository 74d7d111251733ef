import { readSuiteChanges } from '#lib/domain/evals/index.ts'
import { suiteChangesContract } from '#lib/domain/evals/suites/history-contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(suiteChangesContract, readSuiteChanges)
