import { importJunit } from '#lib/domain/evals/index.ts'
import { importJunitContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJunitContract, importJunit)
