import { importJsonl } from '#lib/domain/evals/index.ts'
import { importJsonlContract } from '#lib/domain/evals/suites/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJsonlContract, importJsonl)
