import { importJson } from '#lib/domain/evals/index.ts'
import { importJsonContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJsonContract, importJson)
