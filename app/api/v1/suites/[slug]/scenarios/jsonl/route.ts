import { importJsonlContract } from '#lib/domain/evals/contract.ts'
import { importJsonl } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJsonlContract, importJsonl)
