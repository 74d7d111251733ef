import { importCsvContract } from '#lib/domain/evals/contract.ts'
import { importCsv } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importCsvContract, importCsv)
