import { suiteChangesContract } from '#lib/domain/evals/history/contract.ts'
import { readSuiteChanges } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(suiteChangesContract, readSuiteChanges)
