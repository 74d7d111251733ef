import { importJsonContract } from '#lib/domain/evals/contract.ts'
import { importJson } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJsonContract, importJson)
