import { importCsv } from '#lib/domain/evals/index.ts'
import { importCsvContract } from '#lib/domain/evals/suites/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importCsvContract, importCsv)
